// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A whole local job at a steady rate, with checkpoints by the clock: what it costs, how long its
 * checkpoints take, and how far the source falls behind when something holds the job.
 *
 * @param cpuMicros CPU of the process for an event
 * @param checkpoints how many were completed
 * @param checkpointMillis the median of their durations from end to end
 * @param longestCheckpointMillis the longest
 * @param checkpointMib the size of the largest, all of it
 * @param lagMillis how far the source was behind at most, after the first sixth of the run
 * @param digest of the results, in any order
 * @param outputs how many results there were
 */
public record PacedJob(
    double cpuMicros,
    long checkpoints,
    double checkpointMillis,
    double longestCheckpointMillis,
    double checkpointMib,
    double lagMillis,
    long digest,
    long outputs) {

  private static final String LAG = "lag";

  /**
   * How a job is run.
   *
   * @param events how many
   * @param perSecond at what rate
   * @param checkpointMillis from the start of one checkpoint to that of the next
   * @param managedMib what RocksDB may take
   */
  public record Terms(long events, int perSecond, long checkpointMillis, int managedMib)
      implements Serializable {}

  /** Runs a way. */
  public static <IN> PacedJob run(Way<IN, ?> way, Workload<IN> workload, Terms terms, Setup setup)
      throws Exception {
    Configuration configuration = JobRun.configuration(setup);
    configuration.setString("execution.checkpointing.interval", terms.checkpointMillis() + " ms");
    configuration.setString("taskmanager.memory.managed.size", terms.managedMib() + " mb");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    try {
      cluster.start();
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(1);
      DataStream<IN> events =
          env.fromSequence(0, terms.events() - 1)
              .transform("events", workload.type(), new PacedFeed<>(workload, terms));
      JobRun.digest(way, events);
      JobGraph graph = env.getStreamGraph().getJobGraph();
      OperatingSystemMXBean process =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long before = process.getProcessCpuTime();
      JobID job = cluster.submitJob(graph).get().getJobID();
      JobExecutionResult result =
          cluster.requestJobResult(job).get().toJobExecutionResult(PacedJob.class.getClassLoader());
      double micros = (process.getProcessCpuTime() - before) / 1e3 / terms.events();
      CheckpointStatsSnapshot stats =
          Objects.requireNonNull(cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot());
      var durations = stats.getSummaryStats().getEndToEndDurationStats();
      return new PacedJob(
          micros,
          stats.getCounts().getNumberOfCompletedCheckpoints(),
          durations.getQuantile(.5),
          durations.getMaximum(),
          stats.getSummaryStats().getStateSizeStats().getMaximum() / (double) (1 << 20),
          result.<Long>getAccumulatorResult(LAG) / 1e6,
          result.<Long>getAccumulatorResult(DigestSum.DIGEST),
          result.<Long>getAccumulatorResult(DigestSum.OUTPUTS));
    } finally {
      cluster.close();
    }
  }

  /** Makes the events, each at its moment. */
  private static final class PacedFeed<IN> extends AbstractStreamOperator<IN>
      implements OneInputStreamOperator<Long, IN> {
    private final Workload<IN> workload;
    private final Terms terms;
    private transient LongMaximum lag = new LongMaximum(0);
    private long start;

    PacedFeed(Workload<IN> workload, Terms terms) {
      this.workload = workload;
      this.terms = terms;
    }

    @Override
    public void open() throws Exception {
      super.open();
      lag = new LongMaximum(0);
      getRuntimeContext().addAccumulator(LAG, lag);
    }

    @Override
    public void processElement(StreamRecord<Long> number) {
      long index = number.getValue();
      if (index == 0) {
        start = System.nanoTime();
      }
      long due = start + (long) (index * 1e9 / terms.perSecond());
      long now = System.nanoTime();
      while (now < due) {
        LockSupport.parkNanos(due - now);
        now = System.nanoTime();
      }
      if (index > terms.events() / 6) {
        lag.add(now - due);
      }
      output.collect(workload.event(index));
      if ((index + 1) % 200 == 0) {
        output.emitWatermark(new Watermark(workload.watermark(index)));
      }
    }
  }
}
