// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Executes a job on a Flink inside this process, shows its progress and sums it up. */
final class Run {

  private final String job;
  private final RunFolders folders;
  private final List<String> streams;
  private final Console console;

  Run(String job, RunFolders folders, List<String> streams, Console console) {
    this.job = job;
    this.folders = folders;
    this.streams = streams;
    this.console = console;
  }

  /** Returns the exit code: 0 if the job finished, 1 if it failed. */
  int execute(CommonOptions options, Consumer<StreamExecutionEnvironment> build)
      throws IOException, InterruptedException {
    String run = UUID.randomUUID().toString();
    Configuration conf =
        Settings.of(options, folders.checkpoints(), folders.restore(), folders.scratch(), run);
    RunMetrics metrics = RunMetrics.of(run);
    long start = System.nanoTime();
    try {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(options.parallelism, conf);
      build.accept(env);
      console.line("writes to " + folders.output());
      if (folders.restore() != null) {
        console.line("goes on from " + folders.restore());
      }
      JobClient client = env.executeAsync(job);
      if (options.ui) {
        console.line("web UI at http://localhost:8081");
      }
      await(client.getJobExecutionResult(), metrics, start);
      folders.finish();
      Map<String, Long> counts = new LinkedHashMap<>();
      for (String stream : streams) {
        counts.put(stream, folders.records(stream));
      }
      console.summary(job, metrics, System.nanoTime() - start, counts, folders.output());
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

  private void await(CompletableFuture<?> result, RunMetrics metrics, long start)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        result.get(500, TimeUnit.MILLISECONDS);
        console.endProgress();
        return;
      } catch (TimeoutException e) {
        console.progress(metrics, System.nanoTime() - start);
      }
    }
  }
}
