// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Jobs that are unwell in one way each, on purpose. */
public final class SickJobs {

  private static volatile CountDownLatch stuck = new CountDownLatch(1);

  /** From now on the snapshots of {@link Illness#STUCK} are held back. */
  static void hold() {
    stuck = new CountDownLatch(1);
  }

  /** Lets them go. */
  static void release() {
    stuck.countDown();
  }

  public enum Illness {
    /** None. */
    HEALTHY,
    /** Each event adds to a list that nobody clears. */
    GROWING_STATE,
    /** One key holds nearly everything. */
    SKEWED_STATE,
    /** The snapshot stops the input for more than a second. */
    SLOW_SNAPSHOT,
    /** Each second snapshot throws. */
    FAILING,
    /** The operator is far too slow for its source. */
    BACK_PRESSURE,
    /** Snapshots wait for a test. */
    STUCK
  }

  private SickJobs() {}

  static JobID start(Illness illness, URI cluster, Configuration settings) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createRemoteEnvironment(
            cluster.getHost(), cluster.getPort(), settings);
    build(env, illness);
    return env.executeAsync(illness.name()).getJobID();
  }

  public static void build(StreamExecutionEnvironment env, Illness illness) {
    double perSecond = illness == Illness.BACK_PRESSURE ? 100_000 : 500;
    env.fromSource(
            new DataGeneratorSource<>(
                number -> number,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(perSecond),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % 64, Types.LONG)
        .process(new Patient(illness), Types.LONG)
        .uid("patient")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
  }

  private static final class Patient extends KeyedProcessFunction<Long, Long, Long>
      implements CheckpointedFunction {
    private static final long serialVersionUID = 1;

    private final Illness illness;
    private transient ListState<byte[]> state;

    Patient(Illness illness) {
      this.illness = illness;
    }

    @Override
    public void open(OpenContext context) {
      state =
          getRuntimeContext()
              .getListState(
                  new ListStateDescriptor<>(
                      "kept", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      if (illness == Illness.BACK_PRESSURE) {
        Thread.sleep(1);
      }
      if (illness == Illness.GROWING_STATE) {
        state.add(new byte[2_000]);
      } else if (illness == Illness.SKEWED_STATE && number < 64) {
        state.add(new byte[number == 0 ? 3_000_000 : 100]);
      }
      out.collect(number);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      if (illness == Illness.SLOW_SNAPSHOT) {
        Thread.sleep(1_100);
      } else if (illness == Illness.FAILING && context.getCheckpointId() % 2 == 0) {
        throw new IllegalStateException("the disk is full");
      } else if (illness == Illness.STUCK) {
        stuck.await();
      }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}
  }
}
