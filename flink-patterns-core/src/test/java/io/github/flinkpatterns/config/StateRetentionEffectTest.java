// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static io.github.flinkpatterns.testkit.Backend.HASHMAP;
import static io.github.flinkpatterns.testkit.Backend.ROCKSDB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Time-to-live in Flink's own operator and backend, on a clock that the test moves. */
@Tag("every-flink")
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
      ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("stored", Types.LONG);
      descriptor.enableTimeToLive(ttl);
      state = getRuntimeContext().getState(descriptor);
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

  /** One operator with its backend. */
  private static final class Run implements AutoCloseable {
    private final OperatorDriver<Integer, long[], ?, Long> driver;

    Run(StateRetention retention) {
      this(retention, Backend.hashMap(), HASHMAP);
    }

    Run(
        StateRetention retention,
        Backend backend,
        io.github.flinkpatterns.testkit.Backend underTest) {
      driver =
          OperatorDriver.of(
              Scenario.of(new Store(retention.toStateTtlConfig(backend)))
                  .keyedBy(event -> (int) event[0], Integer.class)
                  .maxParallelism(16),
              underTest,
              1);
    }

    void at(long time) {
      driver.processingTime(time);
    }

    void write(int key) {
      driver.event(new long[] {key, 7}, 0);
    }

    long read(int key) {
      driver.event(new long[] {key, READ}, 0);
      return driver.outputs().get(0);
    }

    void writeKeys(int count) {
      for (int key = 0; key < count; key++) {
        write(key);
      }
    }

    long stored() {
      return driver.storedKeys("stored");
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  @Test
  void aWriteProlongsAndAReadDoesSoOnlyWhereItIsSaid() {
    try (Run onWrite = new Run(TEN);
        Run onRead = new Run(StateRetention.afterReadOrWrite(Duration.ofMillis(10)))) {
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
  void anExpiredEntryIsSeenOnlyWhereItIsSaid() {
    try (Run never = new Run(TEN.withoutBackgroundCleanUp());
        Run until = new Run(TEN.withoutBackgroundCleanUp().returnExpiredUntilCleaned())) {
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
  void incrementalCleanUpRemovesWhatNobodyTouches() {
    assertThat(storedAfterOneEvent(TEN.cleanUpIncrementally(1_000, true))).isEqualTo(1);
    assertThat(storedAfterOneEvent(TEN.cleanUpIncrementally(20, true))).isBetween(2L, 100L);
    assertThat(storedAfterOneEvent(TEN.withoutBackgroundCleanUp())).isEqualTo(101);
  }

  private static long storedAfterOneEvent(StateRetention retention) {
    try (Run run = new Run(retention)) {
      run.writeKeys(100);
      run.at(50);
      run.write(1_000);
      return run.stored();
    }
  }

  @Test
  void aFullSnapshotLeavesExpiredEntriesOut() {
    assertThat(storedAfterRestore(TEN.withoutBackgroundCleanUp().cleanUpInFullSnapshot())).isZero();
    assertThat(storedAfterRestore(TEN.withoutBackgroundCleanUp())).isEqualTo(100);
  }

  private static long storedAfterRestore(StateRetention retention) {
    try (Run run = new Run(retention)) {
      run.writeKeys(100);
      run.at(50);
      run.driver.restart(1);
      return run.stored();
    }
  }

  @Test
  void rocksDbDropsExpiredEntriesWhenItCompacts() {
    assertThat(storedAfterCompaction(TEN.cleanUpInCompaction(1))).isZero();
    assertThat(storedAfterCompaction(TEN.withoutBackgroundCleanUp())).isEqualTo(100);
  }

  private static long storedAfterCompaction(StateRetention retention) {
    try (Run run = new Run(retention, Backend.rocksDb().incremental().unboundedMemory(), ROCKSDB)) {
      run.writeKeys(100);
      run.driver.checkpoint();
      run.at(50);
      run.driver.compact("stored");
      return run.stored();
    }
  }
}
