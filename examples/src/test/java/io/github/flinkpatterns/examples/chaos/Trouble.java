// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.chaos;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Holds records back, so that those behind them pile up, and lets checkpoints fail where a full
 * disk does: when the state is written, which fails the checkpoint and not the job.
 */
final class Trouble implements MapFunction<String, String>, CheckpointedFunction {

  private static final long serialVersionUID = 1;
  private static final AtomicInteger WRITTEN = new AtomicInteger();

  /** Of how many writes of this state one fails; 0 for none. The jobs of a test run in turn. */
  static volatile int failsOneOf;

  private final int slowOneOf;
  private transient ListState<Long> state;
  private transient long seen;

  /**
   * Creates it.
   *
   * @param slowOneOf of how many records one is held back for a millisecond; 0 for none
   */
  Trouble(int slowOneOf) {
    this.slowOneOf = slowOneOf;
  }

  @Override
  public String map(String text) {
    seen++;
    if (slowOneOf > 0 && seen % slowOneOf == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return text;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(seen));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("seen", FullDisk.SERIALIZER));
  }

  /** A number that now and then cannot be written. */
  static final class FullDisk extends TypeSerializerSingleton<Long> {

    static final FullDisk SERIALIZER = new FullDisk();
    private static final long serialVersionUID = 1;
    private static final TypeSerializer<Long> LONGS = LongSerializer.INSTANCE;

    @Override
    public void serialize(Long value, DataOutputView out) throws IOException {
      int oneOf = failsOneOf;
      if (oneOf > 0 && WRITTEN.incrementAndGet() % oneOf == 0) {
        throw new IOException("planned: the disk is full");
      }
      LONGS.serialize(value, out);
    }

    @Override
    public Long deserialize(DataInputView in) throws IOException {
      return LONGS.deserialize(in);
    }

    @Override
    public Long deserialize(Long reuse, DataInputView in) throws IOException {
      return LONGS.deserialize(in);
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public Long createInstance() {
      return 0L;
    }

    @Override
    public Long copy(Long from) {
      return from;
    }

    @Override
    public Long copy(Long from, Long reuse) {
      return from;
    }

    @Override
    public int getLength() {
      return Long.BYTES;
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
      LONGS.copy(in, out);
    }

    @Override
    public TypeSerializerSnapshot<Long> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Found by its name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Long> {
      public Snapshot() {
        super(() -> SERIALIZER);
      }
    }
  }
}
