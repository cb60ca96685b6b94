// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process of the cluster, as it is remembered from one command to the next.
 *
 * <p>Process ids are used again, so an id alone is no reason to signal a process: it must also have
 * started when this one did and, where the system tells, have been given this one's mark.
 *
 * @param name what it is, for example {@code taskmanager-2}
 * @param launch the how manieth of the cluster it is
 * @param pid its id
 * @param startedMillis when it started, in epoch milliseconds
 * @param mark an argument that no other process has
 */
record ClusterProcess(String name, int launch, long pid, long startedMillis, String mark) {

  /** A system counts from its own start, which it may correct by a second. */
  private static final long TOLERANCE_MILLIS = 2_000;

  static ClusterProcess of(String name, int launch, Process process, String mark) {
    long started =
        process.info().startInstant().map(Instant::toEpochMilli).orElse(System.currentTimeMillis());
    return new ClusterProcess(name, launch, process.pid(), started, mark);
  }

  /** Reads what {@link #text} wrote. */
  static ClusterProcess parse(String name, String text) {
    String[] parts = text.split(" ", 4);
    if (parts.length != 4) {
      throw new IllegalArgumentException("'" + text + "' is no process");
    }
    return new ClusterProcess(
        name,
        Integer.parseInt(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        parts[3]);
  }

  String text() {
    return launch + " " + pid + " " + startedMillis + " " + mark;
  }

  /**
   * Returns the name by which the JobManager knows it: never that of one that came before it, and
   * that may be dead without its knowing.
   */
  String resourceId() {
    return resourceId(name, launch);
  }

  static String resourceId(String name, int launch) {
    return name + "-launch-" + launch;
  }

  /** Returns the process if it still runs; another one that got its id later is none. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isThisOne);
  }

  boolean isRunning() {
    return running().isPresent();
  }

  private boolean isThisOne(ProcessHandle handle) {
    ProcessHandle.Info info = handle.info();
    boolean sameStart =
        info.startInstant()
            .map(start -> Math.abs(start.toEpochMilli() - startedMillis) <= TOLERANCE_MILLIS)
            .orElse(false);
    return sameStart && info.arguments().map(all -> Arrays.asList(all).contains(mark)).orElse(true);
  }

  /** Ends the process as {@code kill -9} does and waits until it is gone. */
  void kill() {
    running()
        .ifPresent(
            handle -> {
              if (handle.destroyForcibly()) {
                handle.onExit().join();
              }
            });
  }

  @Override
  public String toString() {
    return name + " (process " + pid + ")";
  }
}
