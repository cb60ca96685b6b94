// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import io.github.flinkpatterns.logic.Require;
import java.net.URI;
import java.time.Duration;

/**
 * Says in plain sentences what is wrong with the checkpoints of a job, with the numbers that say so
 * and the setting to change.
 *
 * <pre>{@code
 * CheckpointReport report =
 *     CheckpointDoctor.at(URI.create("http://localhost:8081")).examine(jobId);
 * System.out.println(report.toText());
 * Files.writeString(Path.of("checkpoints.html"), report.toHtml());
 * }</pre>
 *
 * <p>It finds checkpoints that are off, fail, run into their timeout, take too long for their
 * interval, grow in duration or in size without bound, are written in full each time, wait for
 * barriers (alignment, back pressure), stop the input (synchronous part), and subtasks that hold
 * more state or take longer than the others. {@code docs/operations.md} has each rule and its
 * threshold.
 *
 * <p>A worked example: interval 10 s, the last ten took 8 s on the median. The job works on a
 * checkpoint for 80 % of its time: {@code WARNING too-frequent}, raise the interval to 16 s or
 * more.
 *
 * <p>Reads the statistics that the JobManager keeps: the last 10 checkpoints unless {@code
 * web.checkpoints.history} says otherwise; trends need at least 8. Asks once per chain and
 * checkpoint, for the last 20 at most, and changes nothing. Needs {@code jackson-databind} on the
 * class path. Immutable and safe for many threads.
 */
public final class CheckpointDoctor {

  private final RestClient rest;

  private CheckpointDoctor(RestClient rest) {
    this.rest = rest;
  }

  /**
   * Asks the JobManager at an address such as {@code http://localhost:8081}; each request may take
   * 30 s.
   *
   * @throws IllegalArgumentException when it is no http or https address
   */
  public static CheckpointDoctor at(URI address) {
    return new CheckpointDoctor(
        new RestClient(address, Duration.ofSeconds(30), "CheckpointDoctor"));
  }

  /**
   * Examines a running or finished job.
   *
   * @throws ClusterException when the job is unknown or the cluster does not answer
   */
  public CheckpointReport examine(String jobId) {
    return examine(statistics(jobId));
  }

  /** Examines statistics that were kept. */
  public static CheckpointReport examine(CheckpointStatistics statistics) {
    return new CheckpointReport(statistics, CheckpointRules.findings(statistics));
  }

  /**
   * Reads the statistics of a job, to keep them or to pass them on.
   *
   * @throws ClusterException when the job is unknown or the cluster does not answer
   */
  public CheckpointStatistics statistics(String jobId) {
    return StatisticsReader.read(rest, Require.given(jobId, "CheckpointDoctor", "jobId"));
  }
}
