// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One job under test: how it is wired, at which parallelism and on which backend it runs, and what
 * is asked of it.
 *
 * <p>Mutable; made by {@link FlinkJobTest#job}. Each {@link #run()} starts from the first record.
 *
 * @param <I> the input type
 * @param <O> the output type
 */
public final class TestJob<I, O> {
  private static final int SAVEPOINT_ATTEMPTS = 5;

  private final FlinkJobTest cluster;
  private final JobSource<I> source;
  private final BiConsumer<DataStream<I>, CommittedSink<O>> wiring;
  private final @Nullable Supplier<Collection<O>> ownOutput;
  private final Map<String, String> settings = new HashMap<>();
  private int[] parallelisms = {1};
  private SavepointFormatType format = SavepointFormatType.NATIVE;
  private Duration deadline = Duration.ofMinutes(3);

  TestJob(
      FlinkJobTest cluster,
      JobSource<I> source,
      BiConsumer<DataStream<I>, CommittedSink<O>> wiring,
      @Nullable Supplier<Collection<O>> ownOutput) {
    this.cluster = cluster;
    this.source = source;
    this.wiring = wiring;
    this.ownOutput = ownOutput;
  }

  /** Runs at this parallelism, 1 by default, at most 8. */
  public TestJob<I, O> parallelism(int parallelism) {
    return rescale(parallelism);
  }

  /**
   * Runs at each of these in turn: the source holds still after an equal share of its records, the
   * job stops with a savepoint and starts again from it. {@code rescale(1, 3, 2)} takes two
   * savepoints.
   *
   * @throws IllegalArgumentException when none is given, one lies outside 1 to 8, or there are too
   *     few records
   */
  public TestJob<I, O> rescale(int... parallelisms) {
    if (parallelisms.length == 0 || Arrays.stream(parallelisms).anyMatch(p -> p < 1 || p > 8)) {
      throw new IllegalArgumentException(
          "TestJob: parameter 'parallelisms': "
              + Arrays.toString(parallelisms)
              + ", must hold numbers from 1 to 8, the slots of the embedded cluster");
    }
    if (source.records() < parallelisms.length) {
      throw new IllegalArgumentException(
          "TestJob: parameter 'parallelisms': "
              + Arrays.toString(parallelisms)
              + ", needs as many records as parallelisms, the source has "
              + source.records());
    }
    this.parallelisms = parallelisms.clone();
    return this;
  }

  /**
   * Takes the savepoints of {@link #rescale} in Flink's canonical format, which every backend
   * restores; by default they are in the backend's own.
   *
   * <p>To change the backend on the way, let the pipeline configure it: it is called once per
   * start.
   */
  public TestJob<I, O> canonicalSavepoints() {
    format = SavepointFormatType.CANONICAL;
    return this;
  }

  /**
   * Runs on the backend of this name ({@code state.backend.type}): hashmap, rocksdb, or forst where
   * it exists.
   */
  public TestJob<I, O> backend(String type) {
    return config("state.backend.type", type);
  }

  /** Sets any Flink option by its key; it wins over the defaults of {@link FlinkJobTest}. */
  public TestJob<I, O> config(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Gives each run this long, 3 minutes by default, before it is cancelled and reported. */
  public TestJob<I, O> within(Duration deadline) {
    this.deadline = deadline;
    return this;
  }

  /**
   * Runs the job to the end of its input, through all failures and savepoints.
   *
   * @throws AssertionError when the job fails for good or does not end in time; the message says
   *     how far it came
   */
  public JobResult<O> run() {
    return run(source.forRun(parallelisms.length - 1), parallelisms);
  }

  /**
   * Runs the job once without failures at parallelism 1 and once as planned, and compares the
   * committed output of both without regard to order.
   *
   * @return the result of the planned run
   * @throws AssertionError when records are lost or too many, or when a planned failure did not
   *     restart the job
   * @throws IllegalStateException when nothing is planned to go wrong, or the job has a sink of its
   *     own
   */
  public JobResult<O> assertExactlyOnce() {
    if (ownOutput != null) {
      throw new IllegalStateException(
          "TestJob: assertExactlyOnce: a job with a sink of its own would write both runs into it;"
              + " use run().assertRestarted().assertCommitted(expected)");
    }
    JobResult<O> reference;
    FailingMap.skipWhile(true);
    try {
      reference = run(source.withoutPlan(), new int[] {1});
    } finally {
      FailingMap.skipWhile(false);
    }
    JobResult<O> planned = run();
    if (planned.restarts() == 0 && parallelisms.length == 1) {
      planned.assertRestarted();
    }
    planned.checkAgainst(reference.committed(), "a run without failures committed");
    return planned;
  }

  private JobResult<O> run(JobSource<I> running, int[] path) {
    SourceControl control = running.control();
    CommittedSink<O> sink = CommittedSink.create();
    long end = System.nanoTime() + deadline.toNanos();
    try {
      String savepoint = null;
      for (int i = 0; i < path.length; i++) {
        boolean last = i == path.length - 1;
        JobClient client = start(running, sink, path[i], savepoint);
        try {
          if (last) {
            await(client.getJobExecutionResult(), end, "to end", control);
          } else {
            savepoint = stopAtHold(client, control, end);
            control.continueAfterHold();
          }
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
          cancel(client);
          throw e;
        }
      }
      return new JobResult<>(
          ownOutput == null ? sink.committed() : List.copyOf(ownOutput.get()),
          sink.written(),
          control.restarts(),
          control.checkpoints(),
          control.failures(),
          describe(path) + "; " + control.progress());
    } catch (TimeoutException e) {
      throw new AssertionError(e.getMessage() + " (" + describe(path) + ")", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), control, path);
    } catch (Exception e) {
      throw failure(e, control, path);
    } finally {
      running.endRun();
      sink.release();
    }
  }

  private JobClient start(
      JobSource<I> running, CommittedSink<O> sink, int parallelism, @Nullable String savepoint)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    if (savepoint != null) {
      all.put("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment env = cluster.environment(all);
    env.setParallelism(parallelism);
    wiring.accept(running.addTo(env, "job-source"), sink);
    return env.executeAsync("job under test");
  }

  private String stopAtHold(JobClient client, SourceControl control, long end)
      throws TimeoutException, ExecutionException {
    for (int attempt = 1; ; attempt++) {
      // The job may fail for good before it comes to the hold.
      await(
          CompletableFuture.anyOf(control.nextHold(), client.getJobExecutionResult()),
          end,
          "to come to the record where a savepoint is due",
          control);
      try {
        String path =
            await(
                client.stopWithSavepoint(false, cluster.savepointFolder(), format),
                end,
                "to stop with a savepoint",
                control);
        await(client.getJobExecutionResult(), end, "to end after its savepoint", control);
        return path;
      } catch (ExecutionException e) {
        // A task that ends or restarts at this very moment makes Flink decline it.
        if (attempt == SAVEPOINT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private <T> T await(Future<T> future, long end, String what, SourceControl control)
      throws TimeoutException, ExecutionException {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      TimeoutException told =
          new TimeoutException(
              "The job was given "
                  + deadline
                  + " and did not come "
                  + what
                  + ": "
                  + control.progress());
      told.initCause(e);
      throw told;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "FlinkJobTest: interrupted while waiting for the job " + what, e);
    }
  }

  private static void cancel(JobClient client) {
    try {
      client.cancel().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It has ended already, or the cluster takes it down at the end of the class.
      return;
    }
  }

  private AssertionError failure(Throwable cause, SourceControl control, int[] path) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new AssertionError(
        "The job failed for good: "
            + root
            + ". "
            + describe(path)
            + "; "
            + control.progress()
            + ".",
        cause);
  }

  private String describe(int[] path) {
    String backend = settings.getOrDefault("state.backend.type", "hashmap");
    String parallelism = path.length == 1 ? "" + path[0] : Arrays.toString(path);
    return "parallelism " + parallelism + ", backend " + backend;
  }
}
