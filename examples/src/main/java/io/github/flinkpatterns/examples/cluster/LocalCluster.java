// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JobManager and TaskManagers, each a JVM of its own on this machine, with their configuration,
 * logs and ids in one folder. Whoever knows the folder can start what is missing and stop it all.
 */
final class LocalCluster {

  static final String JOB_MANAGER = "jobmanager";

  private static final String TASK_MANAGER = "taskmanager-";
  private static final String STATE = "cluster.properties";
  private static final long READY_SECONDS = 120;
  private static final long STOP_SECONDS = 15;
  private static final long LOOK_MILLIS = 100;
  private static final int DEFAULT_PORT = 8081;

  private final Path folder;
  private final List<Path> classPath;
  private final Consumer<String> say;

  /**
   * Names a cluster; nothing is started.
   *
   * @param classPath what its processes load, see {@link #classPath}
   * @param say gets a line about each step
   */
  LocalCluster(Path folder, List<Path> classPath, Consumer<String> say) {
    this.folder = folder.toAbsolutePath().normalize();
    this.classPath = List.copyOf(classPath);
    this.say = say;
  }

  /** Returns this JVM's class path without the examples themselves, which go with each job. */
  static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> !entry.equals(JobJar.classes()))
        .toList();
  }

  /**
   * Starts what does not run yet: all of it at first, later what has been killed. Waits until every
   * TaskManager is known to the JobManager.
   *
   * @param port the port of the REST API; null for the one that the cluster has, else 8081
   * @throws ClusterProblem if a process ends again or does not get ready
   */
  void start(int taskManagers, int slots, @Nullable Integer port) {
    try {
      ClusterState state = read();
      boolean runs =
          state != null && state.processes().stream().anyMatch(ClusterProcess::isRunning);
      if (state == null || !runs) {
        int before = state == null ? DEFAULT_PORT : state.settings().restPort();
        state = ClusterState.fresh(port == null ? before : port, slots);
        Files.createDirectories(folder.resolve("log"));
        Files.createDirectories(folder.resolve("tmp"));
      } else if (port != null && port != state.settings().restPort()) {
        throw new ClusterProblem(
            "--port: the cluster in "
                + folder
                + " runs already, on port "
                + state.settings().restPort()
                + "; stop it first");
      }
      state.settings().write(folder, folder.resolve("conf"));
      List<ClusterProcess> fresh = new ArrayList<>();
      try {
        bringUp(state, names(taskManagers), fresh);
      } catch (ClusterProblem e) {
        fresh.forEach(ClusterProcess::kill);
        throw e;
      }
      fresh.forEach(process -> say.accept("started " + process));
    } catch (IOException e) {
      throw new ClusterProblem(folder + " cannot be used: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterProblem("interrupted while the cluster started");
    }
  }

  private static List<String> names(int taskManagers) {
    List<String> names = new ArrayList<>(List.of(JOB_MANAGER));
    for (int i = 1; i <= taskManagers; i++) {
      names.add(TASK_MANAGER + i);
    }
    return names;
  }

  private ClusterProcess launch(String name, ClusterState state) throws IOException {
    boolean jobManager = name.equals(JOB_MANAGER);
    int launch = state.launches();
    String mark = "-Dflinkpatterns.process=" + folder.resolve(name) + "-" + launch;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(state.settings().jvm(jobManager));
    command.add(mark);
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-Dlog.file=" + logOf(name));
    command.add(
        "-Dlog4j2.configurationFile=" + folder.resolve("conf").resolve("log4j.properties").toUri());
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(
        jobManager
            ? "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
            : "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
    command.add("--configDir");
    command.add(folder.resolve("conf").toString());
    if (!jobManager) {
      command.add("-D");
      command.add("taskmanager.resource-id=" + ClusterProcess.resourceId(name, launch));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    folder.resolve("log").resolve(name + ".out").toFile()))
            .start();
    process.getOutputStream().close();
    return ClusterProcess.of(name, launch, process, mark);
  }

  private Path logOf(String name) {
    return folder.resolve("log").resolve(name + ".log");
  }

  /** Launches what does not run, and waits until the JobManager knows it all. */
  private void bringUp(ClusterState before, List<String> names, List<ClusterProcess> fresh)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    ClusterState state = before;
    while (true) {
      for (ClusterProcess process : fresh) {
        if (!process.isRunning()) {
          throw new ClusterProblem(
              process + " ended again; see " + logOf(process.name()) + " and .out beside it");
        }
      }
      // Looked at each time: what has just been killed may take a moment to be gone.
      for (String name : names) {
        if (!state.runs(name)) {
          ClusterProcess process = launch(name, state);
          fresh.add(process);
          state = state.with(process);
          state.write(folder.resolve(STATE));
        }
      }
      // Tasks of a JobManager that was killed go on for a while. A job that goes on from its last
      // checkpoint must not start beside them: both would write to the same files.
      boolean idle = fresh.stream().anyMatch(process -> process.name().equals(JOB_MANAGER));
      if (state.areKnown(ClusterRest.taskManagers(state.settings().restPort(), idle))) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new ClusterProblem(
            "the cluster is not ready after " + READY_SECONDS + " s; see " + folder.resolve("log"));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Ends every process that {@link #start} began and that still is the one it began; others are
   * left alone.
   */
  void stop() {
    try {
      ClusterState state = read();
      if (state == null) {
        say.accept("no cluster in " + folder);
        return;
      }
      Map<ClusterProcess, ProcessHandle> ending = new HashMap<>();
      for (ClusterProcess process : state.processes()) {
        process
            .running()
            .ifPresentOrElse(
                handle -> {
                  handle.destroy();
                  ending.put(process, handle);
                },
                () -> say.accept(process + " had ended before"));
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
      for (Map.Entry<ClusterProcess, ProcessHandle> one : ending.entrySet()) {
        while (one.getValue().isAlive()) {
          if (System.nanoTime() > end) {
            one.getKey().kill();
          }
          Thread.sleep(LOOK_MILLIS);
        }
        say.accept("stopped " + one.getKey());
      }
      Files.deleteIfExists(folder.resolve(STATE));
      remove(folder.resolve("tmp"));
      remove(folder.resolve("web"));
    } catch (IOException e) {
      throw new ClusterProblem(folder + " cannot be used: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterProblem("interrupted while the cluster stopped");
    }
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns a process by its name. */
  ClusterProcess process(String name) {
    return state().process(name);
  }

  /**
   * Returns the port of the REST API.
   *
   * @throws ClusterProblem if the cluster does not run
   */
  int restPort() {
    ClusterState state = state();
    if (!state.runs(JOB_MANAGER)) {
      throw new ClusterProblem(
          "the JobManager of the cluster in " + folder + " has ended; start brings it back");
    }
    return state.settings().restPort();
  }

  Path folder() {
    return folder;
  }

  private ClusterState state() {
    try {
      ClusterState state = read();
      if (state == null) {
        throw new ClusterProblem("no cluster in " + folder + "; examples/cluster start first");
      }
      return state;
    } catch (IOException e) {
      throw new ClusterProblem(folder + " cannot be used: " + e);
    }
  }

  private @Nullable ClusterState read() throws IOException {
    Path file = folder.resolve(STATE);
    return Files.exists(file) ? ClusterState.read(file) : null;
  }
}
