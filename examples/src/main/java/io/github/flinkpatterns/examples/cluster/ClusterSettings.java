// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the processes are started with. Everything listens on the loopback interface only.
 *
 * @param restPort the port of the REST API and the web UI
 * @param rpcPort the port of the JobManager
 * @param slots the slots of each TaskManager
 */
record ClusterSettings(int restPort, int rpcPort, int slots) {

  private static final int TASK_HEAP_MB = 320;
  private static final int FRAMEWORK_HEAP_MB = 64;
  private static final int DIRECT_MB = 192;
  private static final int METASPACE_MB = 256;

  /** What Flink's own scripts open on a JDK 17. */
  private static final List<String> OPENED =
      List.of(
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

  private static final String LOG4J =
      """
      status = error
      rootLogger.level = INFO
      rootLogger.appenderRef.file.ref = File
      appender.file.name = File
      appender.file.type = File
      appender.file.fileName = ${sys:log.file}
      appender.file.append = true
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} [%t] %m%n
      """;

  /** Writes the folder that {@code --configDir} names. */
  void write(Path folder, Path conf) throws IOException {
    Files.createDirectories(conf);
    Files.writeString(conf.resolve("config.yaml"), yaml(folder));
    Files.writeString(conf.resolve("log4j.properties"), LOG4J);
  }

  /**
   * A TaskManager that is started without Flink's scripts must be told every part of its memory. A
   * process that was killed is noticed within seconds, not within Flink's default of 50.
   */
  private String yaml(Path folder) {
    return String.join(
        "\n",
        "jobmanager.rpc.address: localhost",
        "jobmanager.rpc.port: " + rpcPort,
        "jobmanager.bind-host: localhost",
        "rest.address: localhost",
        "rest.bind-address: localhost",
        "rest.port: " + restPort,
        "rest.bind-port: \"" + restPort + "\"",
        "taskmanager.host: localhost",
        "taskmanager.bind-host: localhost",
        "taskmanager.numberOfTaskSlots: " + slots,
        "taskmanager.load-balance.mode: SLOTS",
        "taskmanager.cpu.cores: " + slots,
        "taskmanager.memory.framework.heap.size: " + FRAMEWORK_HEAP_MB + "m",
        "taskmanager.memory.task.heap.size: " + TASK_HEAP_MB + "m",
        "taskmanager.memory.framework.off-heap.size: 64m",
        "taskmanager.memory.task.off-heap.size: 0m",
        "taskmanager.memory.network.min: 128m",
        "taskmanager.memory.network.max: 128m",
        "taskmanager.memory.managed.size: 256m",
        "taskmanager.memory.jvm-metaspace.size: " + METASPACE_MB + "m",
        "taskmanager.memory.jvm-overhead.min: 192m",
        "taskmanager.memory.jvm-overhead.max: 192m",
        "heartbeat.interval: 1000",
        "heartbeat.timeout: 10000",
        "heartbeat.rpc-failure-threshold: 2",
        // Whoever waits for a job asks how it ended, and must not be told how it was before.
        "rest.cache.checkpoint-statistics.timeout: 1 ms",
        "io.tmp.dirs: '" + folder.resolve("tmp") + "'",
        "web.upload.dir: '" + folder.resolve("web") + "'",
        "");
  }

  List<String> jvm(boolean jobManager) {
    List<String> own =
        jobManager
            ? List.of("-Xmx512m")
            : List.of(
                "-Xmx" + (TASK_HEAP_MB + FRAMEWORK_HEAP_MB) + "m",
                "-XX:MaxDirectMemorySize=" + DIRECT_MB + "m",
                "-XX:MaxMetaspaceSize=" + METASPACE_MB + "m");
    return Stream.of(List.of("-XX:+UseG1GC"), own, OPENED).flatMap(List::stream).toList();
  }
}
