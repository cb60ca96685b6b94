// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkpatterns.ops.ClusterException.Reason;
import io.github.flinkpatterns.ops.SickJobs.Illness;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a running cluster and its real REST API. */
class SavepointsTest {

  @TempDir static Path folder;
  private static OpsCluster cluster;
  private static Savepoints savepoints;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new OpsCluster(folder);
    savepoints = Savepoints.at(cluster.address()).pollEvery(Duration.ofMillis(20));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.closeAfterAProgramThatFailed();
  }

  private static String target() {
    return folder.resolve("savepoints").toUri().toString();
  }

  private static ClusterException failure(ThrowingCallable action) {
    return catchThrowableOfType(ClusterException.class, action);
  }

  @Test
  void aJobIsSavedListedStoppedAndStartedAgainFromItsSavepoint() throws Exception {
    String job = cluster.start(Illness.HEALTHY, 0);

    String taken = savepoints.take(job, target());
    assertThat(Path.of(URI.create(taken)).resolve("_metadata")).exists();
    assertThat(savepoints.list(job)).extracting(Savepoint::location).containsExactly(taken);

    String last = savepoints.format(SavepointFormat.NATIVE).stop(job, target());
    cluster.awaitStatus(job, "FINISHED");
    assertThat(savepoints.list(job)).extracting(Savepoint::location).containsExactly(last, taken);

    String jar = savepoints.upload(SubmittedJob.jar(folder));
    JobStart start = JobStart.of(jar).arguments("again").parallelism(1).fromSavepoint(last);
    String next = savepoints.start(start);
    cluster.awaitEveryTask(next);
    savepoints.stop(next, target());

    savepoints.dispose(taken);
    assertThat(Path.of(URI.create(taken))).doesNotExist();
    assertThat(failure(() -> savepoints.dispose(taken)).reason())
        .isEqualTo(Reason.SAVEPOINT_FAILED);
  }

  @Test
  void aDrainedJobEnds() throws Exception {
    String job = cluster.start(Illness.HEALTHY, 0);
    assertThat(savepoints.drain(job, target())).startsWith("file:");
    cluster.awaitStatus(job, "FINISHED");
  }

  @Test
  void aSavepointThatFailsIsToldWithItsCause() throws Exception {
    String job = cluster.start(Illness.HEALTHY, 0);
    Path file = Files.writeString(folder.resolve("a-file"), "not a directory");
    ClusterException e = failure(() -> savepoints.take(job, file.toUri() + "/below"));
    assertThat(e.reason()).isEqualTo(Reason.SAVEPOINT_FAILED);
    assertThat(e).hasMessageContaining("savepoint of job " + job + " failed: ");
    assertThat(e).hasMessageContaining("a-file");
    cluster.cancel(job);
  }

  @Test
  void aSavepointThatTakesTooLongIsNotCalledFailed() throws Exception {
    String job = cluster.start(Illness.STUCK, 0);
    ClusterException e =
        failure(() -> savepoints.waitAtMost(Duration.ofMillis(50)).take(job, target()));
    assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(e).hasMessageContaining("was not done after 50 ms; it may still be");
    SickJobs.release();
    cluster.cancel(job);
  }

  @Test
  void anUnknownJobIsToldFromAClusterThatDoesNotAnswer() throws Exception {
    String unknown = "0123456789abcdef0123456789abcdef";
    assertThat(failure(() -> savepoints.take(unknown, target())).reason())
        .isEqualTo(Reason.NO_SUCH_JOB);
    assertThat(failure(() -> savepoints.list(unknown)).reason()).isEqualTo(Reason.NO_SUCH_JOB);
    Savepoints nobody = Savepoints.at(URI.create("http://localhost:1"));
    assertThat(failure(() -> nobody.list(unknown)).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void aProgramThatFailsAndAnUnknownJarAreRefusals() throws Exception {
    ClusterException noJar = failure(() -> savepoints.start(JobStart.of("no_such.jar")));
    assertThat(noJar.reason()).isEqualTo(Reason.REFUSED);
    String jar = savepoints.upload(SubmittedJob.jar(folder));
    ClusterException fails = failure(() -> savepoints.start(JobStart.of(jar).arguments("fail")));
    assertThat(fails.reason()).isEqualTo(Reason.REFUSED);
    assertThat(fails).hasMessageContaining("SubmittedJob was told to fail");
  }

  @Test
  void whatCannotBeUsedIsSaidAtOnce() {
    assertThatThrownBy(() -> Savepoints.at(URI.create("localhost:8081")))
        .hasMessage(
            "Savepoints: parameter 'at': localhost:8081 must be an http or https address with a"
                + " host; pass for example http://localhost:8081");
    assertThatThrownBy(() -> savepoints.waitAtMost(Duration.ZERO))
        .hasMessageContaining("parameter 'waitAtMost'");
    assertThatThrownBy(() -> savepoints.upload(Path.of("no-such.jar")))
        .hasMessage(
            "Savepoints: parameter 'jar': no-such.jar must be a file that can be read; build it, or correct the path");
    assertThatThrownBy(() -> JobStart.of("a").parallelism(0))
        .hasMessageContaining("JobStart: parameter 'parallelism'");
  }
}
