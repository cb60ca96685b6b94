// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.ops.SickJobs.Illness;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A cluster with a REST API in this JVM, and jobs on it. */
final class OpsCluster implements AutoCloseable {

  private final MiniCluster cluster;
  private final Path folder;

  OpsCluster(Path folder) throws Exception {
    this.folder = folder;
    // Another cluster in this JVM may have let go.
    SickJobs.hold();
    Configuration configuration = new Configuration();
    configuration.setString("rest.port", "0");
    configuration.setString("web.upload.dir", folder.resolve("web").toString());
    configuration.setString("web.checkpoints.history", "30");
    configuration.setString("rest.cache.checkpoint-statistics.timeout", "1 ms");
    configuration.setString("rest.cache.execution-graph.timeout", "20 ms");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build());
    cluster.start();
  }

  URI address() throws Exception {
    return cluster.getRestAddress().get();
  }

  /** Starts a job with checkpoints every given milliseconds; 0 for none. */
  String start(Illness illness, long intervalMillis) throws Exception {
    Configuration job = new Configuration();
    job.setString("parallelism.default", "2");
    // An exception in the synchronous part of a snapshot fails the task, not only the checkpoint.
    job.setString("restart-strategy.type", "fixed-delay");
    job.setString("restart-strategy.fixed-delay.attempts", "1000");
    job.setString("restart-strategy.fixed-delay.delay", "10 ms");
    if (intervalMillis > 0) {
      job.setString("execution.checkpointing.interval", intervalMillis + " ms");
      job.setString("execution.checkpointing.tolerable-failed-checkpoints", "1000");
      job.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
      job.setString("execution.checkpointing.storage", "filesystem");
    }
    String id = SickJobs.start(illness, address(), job).toHexString();
    awaitEveryTask(id);
    return id;
  }

  /** A job is called running before its tasks are, and takes no savepoint until then. */
  void awaitEveryTask(String job) throws Exception {
    await("jobs/" + job, about -> everyTask(about, "RUNNING"));
  }

  private static boolean everyTask(JsonNode about, String status) {
    for (JsonNode vertex : about.path("vertices")) {
      if (!vertex.path("status").asText().equals(status)) {
        return false;
      }
    }
    return about.path("vertices").size() > 0;
  }

  /** Waits until so many checkpoints are complete. */
  void awaitCompleted(String job, int count) throws Exception {
    await(
        "jobs/" + job + "/checkpoints",
        all -> all.path("counts").path("completed").asInt() >= count);
  }

  /** Waits until so many checkpoints have ended, either way. */
  void awaitCheckpoints(String job, int count) throws Exception {
    await(
        "jobs/" + job + "/checkpoints",
        all ->
            all.path("counts").path("completed").asInt() + all.path("counts").path("failed").asInt()
                >= count);
  }

  void awaitStatus(String job, String status) throws Exception {
    await("jobs/" + job, about -> about.path("state").asText().equals(status));
  }

  private void await(String path, Predicate<JsonNode> reached) throws Exception {
    RestClient rest = new RestClient(address(), Duration.ofSeconds(10), "OpsCluster");
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!reached.test(rest.get(path))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not reached in 120 s: " + path + ": " + rest.get(path));
      }
      Thread.sleep(20);
    }
  }

  void cancel(String job) throws Exception {
    cluster.cancelJob(org.apache.flink.api.common.JobID.fromHexString(job)).get();
  }

  @Override
  public void close() {
    SickJobs.release();
    cluster.closeAsync().join();
  }

  /**
   * As {@link #close}, for 10 s at most: Flink's REST server waits for ever for a program's end.
   */
  void closeAfterAProgramThatFailed() throws Exception {
    SickJobs.release();
    try {
      cluster.closeAsync().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return;
    }
  }
}
