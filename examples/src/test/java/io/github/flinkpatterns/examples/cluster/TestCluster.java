// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A cluster of separate processes for a test, driven by the commands that a user gives. */
final class TestCluster implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TASK_MANAGERS = 2;

  private final Path dir;
  private final LocalCluster cluster;
  private final Thread atExit;

  TestCluster(Path dir) throws IOException {
    this.dir = dir;
    this.cluster = new LocalCluster(dir, LocalCluster.classPath(), line -> {});
    atExit = new Thread(cluster::stop);
    // A test that is interrupted must not leave processes behind.
    Runtime.getRuntime().addShutdownHook(atExit);
    assertDone(command("start", "--port", freePort()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Runs {@code examples/cluster} with these arguments. */
  JobRun command(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(command, "--dir", dir));
    all.addAll(List.of(arguments));
    return JobRun.of(ClusterMain.commandLine(), all.toArray());
  }

  /** Starts what has been killed. */
  void restart() {
    assertDone(command("start", "--task-managers", TASK_MANAGERS));
  }

  static void assertDone(JobRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  /** Submits a job and goes on while it runs. */
  CompletableFuture<JobRun> submit(Object... arguments) {
    return CompletableFuture.supplyAsync(() -> command("submit", arguments));
  }

  URI address() {
    return ClusterRest.address(cluster.restPort());
  }

  ClusterProcess process(String name) {
    return cluster.process(name);
  }

  /** Kills one TaskManager, or now and then both. */
  void killTaskManagers(Random random) {
    // The moment: anywhere between two checkpoints, or in one.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
    int victim = 1 + random.nextInt(TASK_MANAGERS);
    boolean both = random.nextInt(3) == 0;
    for (int i = 1; i <= TASK_MANAGERS; i++) {
      if (both || i == victim) {
        process("taskmanager-" + i).kill();
      }
    }
  }

  void killJobManager() {
    process(LocalCluster.JOB_MANAGER).kill();
  }

  /** Sends a signal that Java has no method for. */
  static void signal(String signal, ClusterProcess process) throws Exception {
    assertThat(process.isRunning()).isTrue();
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Returns the id of the job of this name that runs; waits for it. */
  String running(String name) throws Exception {
    JsonNode jobs = await("jobs/overview", all -> id(all, name) != null);
    return id(jobs, name);
  }

  private static String id(JsonNode jobs, String name) {
    for (JsonNode job : jobs.path("jobs")) {
      if (job.path("name").asText().equals(name) && job.path("state").asText().equals("RUNNING")) {
        return job.path("jid").asText();
      }
    }
    return null;
  }

  long completedCheckpoints(String job) throws Exception {
    return await("jobs/" + job + "/checkpoints", all -> true)
        .path("counts")
        .path("completed")
        .asLong();
  }

  /** Waits until the job has completed so many more checkpoints, so that it runs and moves on. */
  void awaitCheckpoints(String job, int more) throws Exception {
    long before = completedCheckpoints(job);
    await(
        "jobs/" + job + "/checkpoints",
        all -> all.path("counts").path("completed").asLong() >= before + more);
  }

  /** Waits until every task of the job runs. */
  void awaitTasks(String job) throws Exception {
    await(
        "jobs/" + job,
        about -> {
          boolean all = about.path("vertices").size() > 0;
          for (JsonNode vertex : about.path("vertices")) {
            // A vertex is called running when one of its tasks is. A source may be done in some.
            JsonNode tasks = vertex.path("tasks");
            int begun = tasks.path("RUNNING").asInt() + tasks.path("FINISHED").asInt();
            all &=
                vertex.path("status").asText().equals("RUNNING")
                    && begun == vertex.path("parallelism").asInt();
          }
          return all;
        });
  }

  private JsonNode await(String path, Predicate<JsonNode> reached) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (true) {
      String answer;
      try {
        JsonNode json = get(path);
        if (reached.test(json)) {
          return json;
        }
        answer = json.toString();
      } catch (IOException e) {
        // The JobManager starts, or one that was killed is followed by the next.
        answer = e.toString();
      }
      assertThat(System.nanoTime()).as("never came: %s: %s", path, answer).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private JsonNode get(String path) throws IOException {
    try (InputStream answer = address().resolve("/" + path).toURL().openStream()) {
      return JSON.readTree(answer);
    }
  }

  @Override
  public void close() {
    cluster.stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
