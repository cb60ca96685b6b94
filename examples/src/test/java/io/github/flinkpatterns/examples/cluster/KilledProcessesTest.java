// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.ops.ClusterException;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import io.github.flinkpatterns.ops.Savepoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two jobs on a cluster of separate processes, which are killed as {@code kill -9} does. What the
 * jobs write is what they write when nothing is killed.
 *
 * <p>{@code -Dflink-patterns.kill.rounds=N} kills TaskManagers more often, {@code
 * -Dflink-patterns.kill.seed=S} at other moments.
 */
class KilledProcessesTest {

  private static final int ROUNDS = Integer.getInteger("flink-patterns.kill.rounds", 2);
  private static final long SEED = Long.getLong("flink-patterns.kill.seed", 1);

  /** At this rate no job comes to its end before the killing does. */
  private static final int SLOW = 300;

  private static final int EVENTS = SLOW * (60 + 30 * ROUNDS);

  @TempDir Path dir;

  private List<Object> arguments(String job, String output, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(job, "--events", EVENTS, "--seed", 5, "--output", dir.resolve(output)));
    all.addAll(List.of(more));
    return all;
  }

  private Map<String, List<String>> uninterrupted(String job) throws IOException {
    TestCluster.assertDone(JobRun.of(arguments(job, job + "-quiet").toArray()));
    return JobRun.everything(dir.resolve(job + "-quiet"));
  }

  private CompletableFuture<JobRun> submit(TestCluster cluster, String job, Object... more) {
    List<Object> all = arguments(job, job, "--checkpoint-dir", dir.resolve(job + "-checkpoints"));
    all.addAll(List.of("--checkpoint-every", "500ms"));
    all.addAll(List.of(more));
    return cluster.submit(all.toArray());
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void killedProcessesChangeNoRecord() throws Exception {
    Random random = new Random(SEED);
    Map<String, List<String>> storefront = uninterrupted("storefront");
    Map<String, List<String>> fraud = uninterrupted("fraud");
    try (TestCluster cluster = new TestCluster(dir.resolve("cluster"))) {
      CompletableFuture<JobRun> shop = submit(cluster, "storefront", "--rate", SLOW);
      CompletableFuture<JobRun> bank = submit(cluster, "fraud", "--rate", SLOW);
      String shopId = cluster.running("storefront");
      String bankId = cluster.running("fraud");

      for (int round = 0; round < ROUNDS; round++) {
        cluster.awaitCheckpoints(shopId, 1 + random.nextInt(3));
        cluster.awaitCheckpoints(bankId, 1);
        cluster.killTaskManagers(random);
        cluster.restart();
      }

      // One job is stopped at a savepoint and goes on at another parallelism.
      cluster.awaitCheckpoints(shopId, 1);
      Savepoints savepoints = Savepoints.at(cluster.address());
      String location = savepoints.stop(shopId, dir.resolve("savepoints").toUri().toString());
      JobRun stopped = shop.get();
      TestCluster.assertDone(stopped);
      assertThat(stopped.out()).contains("stopped at " + Path.of(java.net.URI.create(location)));
      shop = submit(cluster, "storefront", "--rate", SLOW, "--parallelism", 3);
      shopId = cluster.running("storefront");
      cluster.awaitCheckpoints(shopId, 1);

      // The JobManager takes both jobs with it. They go on from their last checkpoints.
      cluster.awaitCheckpoints(bankId, 1);
      cluster.killJobManager();
      String lost = bankId;
      assertThat(catchThrowableOfType(ClusterException.class, () -> savepoints.list(lost)).reason())
          .isEqualTo(Reason.UNREACHABLE);
      cluster.restart();
      assertThat(shop.get().exit()).isEqualTo(1);
      assertThat(bank.get().exit()).isEqualTo(1);
      assertThat(catchThrowableOfType(ClusterException.class, () -> savepoints.list(lost)).reason())
          .isEqualTo(Reason.NO_SUCH_JOB);

      bank = submit(cluster, "fraud");
      shop = submit(cluster, "storefront", "--parallelism", 3);
      assertGoneOn(shop.get());
      assertGoneOn(bank.get());
    }

    Map<String, List<String>> fraudKilled = JobRun.everything(dir.resolve("fraud"));
    assertThat(fraud.get("alerts")).isNotEmpty();
    assertThat(fraudKilled).isEqualTo(fraud);

    // What users do meanwhile decides recommendations, at any parallelism but 1: see the contract
    // of the job. That each is there once does not depend on it.
    Map<String, List<String>> killed = JobRun.everything(dir.resolve("storefront"));
    Set<String> expected = recommended(dir.resolve("storefront-quiet"));
    Set<String> found = recommended(dir.resolve("storefront"));
    assertThat(found).hasSizeBetween(expected.size() * 98 / 100, expected.size() * 102 / 100);
    killed.remove("recommendations");
    storefront.remove("recommendations");
    assertThat(storefront.values()).noneMatch(List::isEmpty);
    assertThat(killed).isEqualTo(storefront);
  }

  private static void assertGoneOn(JobRun run) {
    TestCluster.assertDone(run);
    assertThat(run.out()).contains("goes on from");
  }

  private static Set<String> recommended(Path output) throws IOException {
    Set<String> found = new HashSet<>();
    for (JsonNode one : JobRun.records(output, "recommendations")) {
      found.add(one.path("userId").asText() + " " + one.path("atMillis").asLong());
    }
    return found;
  }

  @Test
  void aProcessOfAnotherIsLeftAlone() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "600").start();
    try {
      Path folder = dir.resolve("cluster");
      ClusterProcess started = ClusterProcess.of("taskmanager-1", 0, foreign, "-Dmark");
      List<ClusterProcess> changed =
          List.of(
              started, // has no such argument
              new ClusterProcess(
                  "taskmanager-2", 1, started.pid(), started.startedMillis() - 60_000, "600"));
      ClusterState state = ClusterState.fresh(8081, 1);
      for (ClusterProcess process : changed) {
        state = state.with(process);
      }
      java.nio.file.Files.createDirectories(folder);
      state.write(folder.resolve("cluster.properties"));
      assertThat(ClusterState.read(folder.resolve("cluster.properties"))).isEqualTo(state);

      JobRun stop = JobRun.of(ClusterMain.commandLine(), "stop", "--dir", folder);

      assertThat(stop.exit()).isZero();
      assertThat(stop.out().lines())
          .containsExactlyElementsOf(
              Stream.of(1, 2)
                  .map(
                      i -> "taskmanager-" + i + " (process " + foreign.pid() + ") had ended before")
                  .toList());
      assertThat(foreign.isAlive()).isTrue();
      assertThat(JobRun.of(ClusterMain.commandLine(), "stop", "--dir", folder).out().strip())
          .isEqualTo("no cluster in " + folder);
      // The same process with its own argument is known again.
      assertThat(
              new ClusterProcess("x", 0, started.pid(), started.startedMillis(), "600").isRunning())
          .isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }
}
