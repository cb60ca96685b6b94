// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.Recommended;
import io.github.flinkpatterns.ops.ClusterException;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import io.github.flinkpatterns.ops.JobStart;
import io.github.flinkpatterns.ops.Savepoint;
import io.github.flinkpatterns.ops.Savepoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  /** At this rate no job comes to its end before the killing does; then the rest goes quickly. */
  private static final int SLOW = 50;

  private static final int EVENTS = 15_000 + 3_000 * ROUNDS;

  @TempDir static Path dir;

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster(dir.resolve("cluster"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private List<Object> arguments(String job, String output, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(job, "--events", EVENTS, "--seed", 5, "--output", dir.resolve(output)));
    all.addAll(List.of(more));
    return all;
  }

  private Map<String, List<String>> uninterrupted(String job) throws IOException {
    // In one task, where each event of storefront has its recommendation.
    TestCluster.assertDone(JobRun.of(arguments(job, job + "-quiet", "--parallelism", 1).toArray()));
    return JobRun.everything(dir.resolve(job + "-quiet"));
  }

  private CompletableFuture<JobRun> submit(String job, Object... more) {
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
    CompletableFuture<JobRun> shop = submit("storefront", "--rate", SLOW);
    CompletableFuture<JobRun> bank = submit("fraud", "--rate", SLOW);
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
    assertThat(stopped.out()).contains("stopped at " + Path.of(URI.create(location)));
    shop = submit("storefront", "--rate", SLOW, "--parallelism", 3);
    shopId = cluster.running("storefront");
    cluster.awaitCheckpoints(shopId, 1);

    // The JobManager takes both jobs with it. They go on from their last checkpoints.
    cluster.awaitCheckpoints(bankId, 1);
    cluster.killJobManager();
    String lost = bankId;
    assertThat(reason(() -> savepoints.list(lost))).isEqualTo(Reason.UNREACHABLE);
    cluster.restart();
    assertThat(shop.get().exit()).isEqualTo(1);
    assertThat(bank.get().exit()).isEqualTo(1);
    assertThat(reason(() -> savepoints.list(lost))).isEqualTo(Reason.NO_SUCH_JOB);

    bank = submit("fraud");
    shop = submit("storefront", "--parallelism", 3);
    assertGoneOn(shop.get());
    assertGoneOn(bank.get());

    Map<String, List<String>> fraudKilled = JobRun.everything(dir.resolve("fraud"));
    assertThat(fraud.get("alerts")).isNotEmpty();
    assertThat(fraudKilled).isEqualTo(fraud);

    // What is in a recommendation depends on what other users did meanwhile, at any parallelism but
    // 1. That each is there once does not.
    Recommended.assertOnceEach(
        dir.resolve("storefront"), Recommended.keys(dir.resolve("storefront-quiet")));
    Map<String, List<String>> killed = JobRun.everything(dir.resolve("storefront"));
    killed.remove("recommendations");
    storefront.remove("recommendations");
    for (String stream : List.of("sessions", "duplicates", "profiles", "revenue", "alerts")) {
      assertThat(storefront.get(stream)).as(stream).isNotEmpty();
    }
    assertThat(killed).isEqualTo(storefront);
  }

  private static void assertGoneOn(JobRun run) {
    TestCluster.assertDone(run);
    assertThat(run.out()).contains("goes on from");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void eachFailureOfASavepointIsToldApart() throws Exception {
    Savepoints savepoints = Savepoints.at(cluster.address()).pollEvery(Duration.ofMillis(20));
    CompletableFuture<JobRun> words =
        cluster.submit(
            "wordcount", "--events", 1_000_000, "--rate", 100, "--output", dir.resolve("words"));
    String job = cluster.running("wordcount");
    cluster.awaitTasks(job);
    String directory = dir.resolve("tools").toUri().toString();

    assertThat(reason(() -> savepoints.take("0123456789abcdef0123456789abcdef", directory)))
        .isEqualTo(Reason.NO_SUCH_JOB);

    Path file = Files.writeString(dir.resolve("a-file"), "not a directory");
    assertThat(reason(() -> savepoints.take(job, file.toUri() + "/below")))
        .isEqualTo(Reason.SAVEPOINT_FAILED);

    // A process that stands still is what a deadline is for.
    ClusterProcess still = cluster.process("taskmanager-1");
    ClusterProcess too = cluster.process("taskmanager-2");
    TestCluster.signal("STOP", still);
    TestCluster.signal("STOP", too);
    Reason late = reason(() -> savepoints.waitAtMost(Duration.ofMillis(200)).take(job, directory));
    TestCluster.signal("CONT", still);
    TestCluster.signal("CONT", too);
    assertThat(late).isEqualTo(Reason.TIMED_OUT);

    String taken = savepoints.take(job, directory);
    assertThat(savepoints.list(job)).extracting(Savepoint::location).contains(taken);
    savepoints.dispose(taken);
    assertThat(reason(() -> savepoints.dispose(taken))).isEqualTo(Reason.SAVEPOINT_FAILED);

    String last = savepoints.stop(job, directory);
    TestCluster.assertDone(words.get());
    Path classes =
        Path.of(UploadedJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String jar = savepoints.upload(JobJar.of(classes, dir.resolve("uploaded.jar")));
    JobStart start = JobStart.of(jar).entryClass(UploadedJob.class.getName());
    String uploaded = savepoints.start(start.parallelism(2));
    cluster.awaitTasks(uploaded);
    String ofUploaded = savepoints.stop(uploaded, directory);
    String next = savepoints.start(start.parallelism(3).fromSavepoint(ofUploaded));
    cluster.awaitTasks(next);
    savepoints.drain(next, directory);
    assertThat(reason(() -> savepoints.start(start.fromSavepoint(last)))).isEqualTo(Reason.REFUSED);
    assertThat(reason(() -> savepoints.start(JobStart.of("no-such.jar"))))
        .isEqualTo(Reason.REFUSED);
  }

  private static Reason reason(ThrowingCallable action) {
    return catchThrowableOfType(ClusterException.class, action).reason();
  }
}
