// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered of a cluster from one command to the next.
 *
 * @param settings its settings
 * @param byName its processes, ended ones among them
 * @param launches how many processes were started so far
 */
record ClusterState(ClusterSettings settings, Map<String, ClusterProcess> byName, int launches) {

  private static final String PROCESS = "process.";

  /** A cluster without processes. */
  static ClusterState fresh(int restPort, int slots) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ClusterState(
          new ClusterSettings(restPort, free.getLocalPort(), slots), Map.of(), 0);
    }
  }

  Collection<ClusterProcess> processes() {
    return byName.values();
  }

  boolean runs(String name) {
    ClusterProcess process = byName.get(name);
    return process != null && process.isRunning();
  }

  ClusterProcess process(String name) {
    ClusterProcess process = byName.get(name);
    if (process == null) {
      throw new ClusterProblem("the cluster has no " + name);
    }
    return process;
  }

  ClusterState with(ClusterProcess process) {
    Map<String, ClusterProcess> more = new TreeMap<>(byName);
    more.put(process.name(), process);
    return new ClusterState(settings, more, launches + 1);
  }

  /** Returns whether each TaskManager that runs is among these. */
  boolean areKnown(Set<String> resourceIds) {
    return processes().stream()
        .filter(process -> !process.name().equals(LocalCluster.JOB_MANAGER))
        .filter(ClusterProcess::isRunning)
        .allMatch(process -> resourceIds.contains(process.resourceId()));
  }

  static ClusterState read(Path file) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    }
    try {
      Map<String, ClusterProcess> processes = new TreeMap<>();
      for (String key : all.stringPropertyNames()) {
        if (key.startsWith(PROCESS)) {
          ClusterProcess process =
              ClusterProcess.parse(key.substring(PROCESS.length()), all.getProperty(key));
          processes.put(process.name(), process);
        }
      }
      return new ClusterState(
          new ClusterSettings(number(all, "rest"), number(all, "rpc"), number(all, "slots")),
          processes,
          number(all, "launches"));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static int number(Properties all, String key) {
    return Integer.parseInt(all.getProperty(key, "no " + key));
  }

  void write(Path file) throws IOException {
    Properties all = new Properties();
    all.setProperty("rest", String.valueOf(settings.restPort()));
    all.setProperty("rpc", String.valueOf(settings.rpcPort()));
    all.setProperty("slots", String.valueOf(settings.slots()));
    all.setProperty("launches", String.valueOf(launches));
    byName.forEach((name, process) -> all.setProperty(PROCESS + name, process.text()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      all.store(out, null);
    }
    // Half a file would lose the ids of processes that run.
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
