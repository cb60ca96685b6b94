// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Executes a job on a Flink inside this process, shows its progress and sums it up. */
final class Run {

  private static final Duration SAVEPOINT_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final String job;
  private final RunFolders folders;
  private final List<String> streams;
  private final Console console;
  private final @Nullable Companion companion;
  private final @Nullable RemoteCluster cluster;

  Run(
      String job,
      RunFolders folders,
      List<String> streams,
      Console console,
      @Nullable Companion companion,
      @Nullable RemoteCluster cluster) {
    this.job = job;
    this.folders = folders;
    this.streams = streams;
    this.console = console;
    this.companion = companion;
    this.cluster = cluster;
  }

  /** Returns the exit code: 0 if the job finished or was stopped, 1 if it failed. */
  int execute(CommonOptions options, Consumer<StreamExecutionEnvironment> build)
      throws IOException, InterruptedException {
    String run = UUID.randomUUID().toString();
    RunMetrics metrics = RunMetrics.of(run);
    long start = System.nanoTime();
    try {
      StreamExecutionEnvironment env = environment(options, run);
      build.accept(env);
      console.line("writes to " + folders.output());
      if (folders.restore() != null) {
        console.line("goes on from " + folders.restore());
      }
      JobClient client = env.executeAsync(job);
      if (cluster != null) {
        console.line("runs as " + client.getJobID() + " at " + cluster.address());
        if (!options.kafka.endless()) {
          console.line("Ctrl-C ends the waiting for it, not the job");
        }
      }
      if (options.ui) {
        console.line("web UI at http://localhost:8081");
      }
      if (companion != null) {
        companion.started(new View(metrics, folders.output(), streams));
        console.line(companion.notice());
      }
      if (options.kafka.endless()) {
        console.line("reads until Ctrl-C, which stops it at a savepoint");
        try (StopSignal stop = new StopSignal()) {
          await(client, stop, metrics, start);
        }
      } else {
        await(client, null, metrics, start);
        Path savepoint = cluster == null ? null : cluster.stoppedAt(client.getJobID());
        if (savepoint != null) {
          folders.stopped(savepoint);
          console.line("stopped at " + savepoint + "; the same command goes on from there");
          return 0;
        }
        folders.finish();
      }
      Map<String, Long> counts = new LinkedHashMap<>();
      for (String stream : streams) {
        counts.put(stream, folders.records(stream));
      }
      console.summary(
          job,
          cluster == null ? metrics : null,
          System.nanoTime() - start,
          counts,
          folders.output());
      if (companion != null) {
        linger(companion);
      }
      return 0;
    } catch (Options.BadOptionException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      console.failure(job, e);
      return 1;
    } finally {
      RunMetrics.forget(run);
    }
  }

  private StreamExecutionEnvironment environment(CommonOptions options, String run) {
    Path checkpoints = folders.checkpoints();
    Path restore = folders.restore();
    return cluster == null
        ? StreamExecutionEnvironment.createLocalEnvironment(
            options.parallelism,
            Settings.inThisProcess(options, checkpoints, restore, folders.scratch(), run))
        : new StreamExecutionEnvironment(Settings.on(cluster, options, checkpoints, restore));
  }

  /** Waits for the job's end, which a signal brings about. */
  private void await(JobClient client, @Nullable StopSignal stop, RunMetrics metrics, long start)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<?> result = client.getJobExecutionResult();
    boolean stopping = false;
    while (true) {
      try {
        result.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        console.endProgress();
        return;
      } catch (TimeoutException e) {
        if (cluster == null) {
          console.progress(metrics, System.nanoTime() - start);
        }
      }
      if (stop != null && stop.isReceived() && !stopping) {
        stopping = true;
        String savepoint =
            client
                .stopWithSavepoint(
                    false, folders.checkpoints().toUri().toString(), SavepointFormatType.NATIVE)
                .get(SAVEPOINT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        console.line(
            folders.note() == null
                ? "stopped"
                : "stopped; the same command goes on from " + savepoint);
      }
    }
  }

  private void linger(Companion shown) throws InterruptedException {
    shown.ended();
    if (shown.linger().isZero()) {
      return;
    }
    console.line(shown.notice() + " until Ctrl-C");
    try (StopSignal stop = new StopSignal()) {
      stop.await(shown.linger());
    }
  }

  /** What a companion may see. */
  private record View(RunMetrics metrics, Path output, List<String> streams) implements RunView {

    @Override
    public long accepted() {
      return metrics.accepted();
    }

    @Override
    public long rejected() {
      return metrics.rejected();
    }

    @Override
    public long watermark() {
      return metrics.watermark();
    }
  }
}
