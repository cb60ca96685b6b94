// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** Time-to-live in Flink's own operator and backend, on a clock that the test moves. */
class StateRetentionEffectTest {

  private static final StateRetention TEN = StateRetention.afterWrite(Duration.ofMillis(10));
  private static final long READ = -1;

  /** An event above zero is stored under its key; {@link #READ} emits what is stored. */
  private static final class Store extends KeyedProcessFunction<Integer, long[], Long> {
    private static final long serialVersionUID = 1;

    private final StateTtlConfig ttl;
    private transient ValueState<Long> state;

    Store(StateTtlConfig ttl) {
      this.ttl = ttl;
    }

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(descriptor(ttl));
    }

    @Override
    public void processElement(long[] event, Context context, Collector<Long> out)
        throws Exception {
      if (event[1] == READ) {
        Long value = state.value();
        out.collect(value == null ? READ : value);
      } else {
        state.update(event[1]);
      }
    }
  }

  private static ValueStateDescriptor<Long> descriptor(StateTtlConfig ttl) {
    ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("stored", Types.LONG);
    descriptor.enableTimeToLive(ttl);
    return descriptor;
  }

  /** One operator with its backend, opened or restored. */
  private static final class Run implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<Integer, long[], Long> harness;

    Run(StateRetention retention, Backend backend) throws Exception {
      this(retention, backend, null);
    }

    Run(StateRetention retention, Backend backend, OperatorSubtaskState restored) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new Store(retention.toStateTtlConfig(backend))),
              event -> (int) event[0],
              Types.INT,
              16,
              1,
              0);
      harness.setStateBackend(Effect.backend(backend.toConfiguration()));
      harness.setStateTtlProcessingTime(0);
      harness.setup();
      if (restored != null) {
        harness.initializeState(restored);
      }
      harness.open();
    }

    void at(long time) {
      harness.setStateTtlProcessingTime(time);
    }

    void write(int key) throws Exception {
      harness.processElement(new long[] {key, 7}, 0);
    }

    long read(int key) throws Exception {
      harness.processElement(new long[] {key, READ}, 0);
      var values = harness.extractOutputValues();
      return values.get(values.size() - 1);
    }

    void writeKeys(int count) throws Exception {
      for (int key = 0; key < count; key++) {
        write(key);
      }
    }

    KeyedStateBackend<?> keyed() {
      return ((KeyedProcessOperator<?, ?, ?>) harness.getOperator()).getKeyedStateBackend();
    }

    /** Entries that take room, expired or not. */
    long stored() {
      try (var keys = keyed().getKeys("stored", VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    @Override
    public void close() {
      try {
        harness.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aWriteProlongsAndAReadDoesSoOnlyWhereItIsSaid() throws Exception {
    try (Run onWrite = new Run(TEN, Backend.hashMap());
        Run onRead =
            new Run(StateRetention.afterReadOrWrite(Duration.ofMillis(10)), Backend.hashMap())) {
      for (Run run : new Run[] {onWrite, onRead}) {
        run.write(1);
        run.at(6);
        assertThat(run.read(1)).isEqualTo(7);
        run.at(12);
      }
      assertThat(onWrite.read(1)).isEqualTo(READ);
      assertThat(onRead.read(1)).isEqualTo(7);
    }
  }

  @Test
  void anExpiredEntryIsSeenOnlyWhereItIsSaid() throws Exception {
    try (Run never = new Run(TEN.withoutBackgroundCleanUp(), Backend.hashMap());
        Run until =
            new Run(
                TEN.withoutBackgroundCleanUp().returnExpiredUntilCleaned(), Backend.hashMap())) {
      never.write(1);
      until.write(1);
      never.at(50);
      until.at(50);

      assertThat(never.read(1)).isEqualTo(READ);
      assertThat(until.read(1)).isEqualTo(7);
      assertThat(until.read(1)).isEqualTo(READ);
    }
  }

  @Test
  void incrementalCleanUpRemovesWhatNobodyTouches() throws Exception {
    assertThat(storedAfterOneEvent(TEN.cleanUpIncrementally(1_000, true))).isEqualTo(1);
    assertThat(storedAfterOneEvent(TEN.cleanUpIncrementally(20, true))).isBetween(2L, 100L);
    assertThat(storedAfterOneEvent(TEN.withoutBackgroundCleanUp())).isEqualTo(101);
  }

  private static long storedAfterOneEvent(StateRetention retention) throws Exception {
    try (Run run = new Run(retention, Backend.hashMap())) {
      run.writeKeys(100);
      run.at(50);
      run.write(1_000);
      return run.stored();
    }
  }

  @Test
  void aFullSnapshotLeavesExpiredEntriesOut() throws Exception {
    assertThat(storedAfterRestore(TEN.withoutBackgroundCleanUp().cleanUpInFullSnapshot())).isZero();
    assertThat(storedAfterRestore(TEN.withoutBackgroundCleanUp())).isEqualTo(100);
  }

  private static long storedAfterRestore(StateRetention retention) throws Exception {
    OperatorSubtaskState snapshot;
    try (Run run = new Run(retention, Backend.hashMap())) {
      run.writeKeys(100);
      run.at(50);
      snapshot = run.harness.snapshot(1, 1);
    }
    try (Run run = new Run(retention, Backend.hashMap(), snapshot)) {
      return run.stored();
    }
  }

  @Test
  void rocksDbDropsExpiredEntriesWhenItCompacts() throws Exception {
    assertThat(storedAfterCompaction(TEN.cleanUpInCompaction(1))).isZero();
    assertThat(storedAfterCompaction(TEN.withoutBackgroundCleanUp())).isEqualTo(100);
  }

  private static long storedAfterCompaction(StateRetention retention) throws Exception {
    RocksDbBackend backend = Backend.rocksDb().incremental().unboundedMemory();
    try (Run run = new Run(retention, backend)) {
      run.writeKeys(100);
      run.harness.snapshot(1, 1);
      run.at(50);
      ((RocksDBKeyedStateBackend<?>) run.keyed())
          .compactState(descriptor(retention.toStateTtlConfig(backend)));
      return run.stored();
    }
  }
}
