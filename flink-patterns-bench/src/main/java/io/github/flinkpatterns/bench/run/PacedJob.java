// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkpatterns.bench.report.Spread;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A whole local job at a steady rate, with checkpoints by the clock: what it costs, how long its
 * checkpoints take, and how long what comes after a barrier must wait.
 *
 * <p>The wait is that of a watermark from the moment when it was due at the source to the moment
 * when the operator has let it pass: so it has in it what the barrier held the operator, and the
 * timers that fired. There is a watermark every 50 events, the buffers between source and operator
 * leave every millisecond, and the first sixth of the run does not count.
 *
 * @param perSecond how many events a second it took
 * @param cpuMicros CPU of the process for an event
 * @param checkpoints how many were completed
 * @param checkpointMillis the median of their durations from end to end
 * @param longestCheckpointMillis the longest
 * @param checkpointMib the size of the largest, all of it
 * @param waits milliseconds that watermarks waited
 * @param stalls milliseconds that the first watermark after each barrier waited
 * @param digest of the results, in any order
 * @param outputs how many results there were
 */
public record PacedJob(
    double perSecond,
    double cpuMicros,
    long checkpoints,
    double checkpointMillis,
    double longestCheckpointMillis,
    double checkpointMib,
    Spread waits,
    Spread stalls,
    long digest,
    long outputs) {

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

  /**
   * Runs a way.
   *
   * @throws Exception also if the job takes more than twice as long as the rate would have it
   */
  public static <IN> PacedJob run(
      Way<IN, ?> way, Workload<IN> workload, Terms terms, Setup setup, Progress progress)
      throws Exception {
    Configuration configuration = JobRun.configuration(setup);
    configuration.setString("execution.checkpointing.interval", terms.checkpointMillis() + " ms");
    configuration.setString("execution.buffer-timeout.interval", "1 ms");
    configuration.setString("taskmanager.memory.managed.size", terms.managedMib() + " mb");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    Waits waits = Waits.begin(terms, way.name(), progress);
    try {
      cluster.start();
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(1);
      DataStream<IN> events =
          env.fromSequence(0, terms.events() - 1)
              .transform("events", workload.type(), new PacedFeed<>(workload, terms));
      passed(way, events);
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
          waits.perSecond(),
          micros,
          stats.getCounts().getNumberOfCompletedCheckpoints(),
          durations.getQuantile(.5),
          durations.getMaximum(),
          stats.getSummaryStats().getStateSizeStats().getMaximum() / (double) (1 << 20),
          waits.all(),
          waits.afterBarriers(),
          result.<Long>getAccumulatorResult(DigestSum.DIGEST),
          result.<Long>getAccumulatorResult(DigestSum.OUTPUTS));
    } finally {
      cluster.close();
    }
  }

  private static <IN, OUT> void passed(Way<IN, OUT> way, DataStream<IN> events) throws Exception {
    DataStream<OUT> results = way.applyTo(events);
    results
        .transform("passed", results.getType(), new Passed<>())
        .flatMap(new DigestSum<>(way))
        .sinkTo(new DiscardingSink<>());
  }
}
