// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * Where and when something was measured.
 *
 * @param cores processors
 * @param memoryGib memory
 * @param system operating system and architecture
 * @param java the Java version
 * @param flink the Flink version
 * @param heapGib the heap of the benchmark
 * @param load how many processes wanted a core, on average over the last minute, when it ended
 * @param date the day, UTC
 */
public record Machine(
    int cores,
    long memoryGib,
    String system,
    String java,
    String flink,
    long heapGib,
    double load,
    String date) {

  /** Returns this machine, now. */
  public static Machine here() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        system.getAvailableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        system.getName() + " " + system.getArch(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        EnvironmentInformation.getVersion(),
        Math.round(Runtime.getRuntime().maxMemory() / (double) (1L << 30)),
        system.getSystemLoadAverage(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }
}
