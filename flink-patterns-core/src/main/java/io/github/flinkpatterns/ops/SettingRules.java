// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.ERROR;
import static io.github.flinkpatterns.ops.Severity.INFO;
import static io.github.flinkpatterns.ops.Severity.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * What the settings of a job show. Options are named by key, since the classes that hold them in
 * Flink move between versions.
 */
final class SettingRules {

  private static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key("execution.checkpointing.interval").durationType().noDefaultValue();
  private static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("execution.checkpointing.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10));
  private static final ConfigOption<Duration> MIN_PAUSE =
      ConfigOptions.key("execution.checkpointing.min-pause")
          .durationType()
          .defaultValue(Duration.ZERO);
  private static final ConfigOption<Integer> CONCURRENT =
      ConfigOptions.key("execution.checkpointing.max-concurrent-checkpoints")
          .intType()
          .defaultValue(1);
  private static final ConfigOption<Duration> FIXED_DELAY =
      ConfigOptions.key("restart-strategy.fixed-delay.delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(1));
  private static final ConfigOption<Integer> FIXED_ATTEMPTS =
      ConfigOptions.key("restart-strategy.fixed-delay.attempts").intType().defaultValue(1);

  private final Configuration settings;
  private final boolean hasState;
  private final boolean hasKeyedState;

  SettingRules(Configuration settings, List<PlannedOperator> operators) {
    this.settings = settings;
    this.hasState = operators.stream().anyMatch(PlannedOperator::stateful);
    this.hasKeyedState = operators.stream().anyMatch(operator -> operator.key() != null);
  }

  void check(List<Finding> into) {
    if (!settings.contains(INTERVAL)) {
      if (hasState) {
        add(
            into,
            ERROR,
            "checkpoints-off",
            INTERVAL,
            "the job has state and takes no checkpoints, so a failure starts it from nothing",
            "Set an interval, for example 30 s");
      }
      return;
    }
    checkpoints(into);
    backend(into);
    restarts(into);
  }

  private void checkpoints(List<Finding> into) {
    Duration interval = settings.get(INTERVAL);
    if (text("execution.checkpointing.storage", "state.checkpoint-storage").equals("jobmanager")
        || directory().isEmpty()) {
      add(
          into,
          hasKeyedState ? ERROR : WARNING,
          "checkpoints-in-memory",
          "execution.checkpointing.dir",
          "checkpoints stay in the JobManager's memory: they are gone with it, and none can be above"
              + " 5 MiB per state",
          "Name a directory that outlives the machines");
    }
    if (settings.get(TIMEOUT).compareTo(interval.dividedBy(10)) < 0) {
      add(
          into,
          WARNING,
          "timeout-far-below-interval",
          TIMEOUT.key(),
          "a checkpoint is given up after "
              + settings.get(TIMEOUT)
              + " while the next is due only after "
              + interval,
          "Raise the timeout");
    }
    boolean unaligned =
        Boolean.parseBoolean(
            text("execution.checkpointing.unaligned.enabled", "execution.checkpointing.unaligned"));
    boolean atLeastOnce = text("execution.checkpointing.mode").equalsIgnoreCase("AT_LEAST_ONCE");
    if (atLeastOnce) {
      add(
          into,
          unaligned ? ERROR : INFO,
          unaligned ? "unaligned-at-least-once" : "at-least-once",
          "execution.checkpointing.mode",
          unaligned
              ? "unaligned checkpoints need EXACTLY_ONCE"
              : "after a failure state counts some events again",
          "Use EXACTLY_ONCE, unless this is meant");
    }
    if (settings.get(CONCURRENT) > 1 && !settings.get(MIN_PAUSE).isZero()) {
      add(
          into,
          ERROR,
          "pause-and-concurrency",
          CONCURRENT.key(),
          "a pause between checkpoints and "
              + settings.get(CONCURRENT)
              + " at a time exclude each other",
          "Set one of the two");
    }
    String retention = text("execution.checkpointing.externalized-checkpoint-retention");
    if (retention.isEmpty()
        || retention.equals("NO_EXTERNALIZED_CHECKPOINTS")
        || retention.equals("DELETE_ON_CANCELLATION")) {
      add(
          into,
          INFO,
          "checkpoints-deleted",
          "execution.checkpointing.externalized-checkpoint-retention",
          "when somebody cancels the job its checkpoints are deleted",
          "Set RETAIN_ON_CANCELLATION if a cancelled job shall be able to go on");
    }
  }

  private void backend(List<Finding> into) {
    String type = backend(settings);
    if (type.equals("rocksdb") && !isOnClassPath()) {
      add(
          into,
          WARNING,
          "backend-missing",
          "state.backend.type",
          "flink-statebackend-rocksdb is not on this class path",
          "Add it to the job or to the cluster's lib folder");
    }
    if (type.equals("hashmap") && isIncremental(settings)) {
      add(
          into,
          WARNING,
          "incremental-on-heap",
          "execution.checkpointing.incremental",
          "the heap backend writes full checkpoints whatever is said",
          "Use RocksDB, or drop the option");
    }
    boolean changelog =
        Boolean.parseBoolean(text("state.changelog.enabled", "state.backend.changelog.enabled"));
    String storage = text("state.changelog.storage", "state.backend.changelog.storage");
    if (changelog && (storage.isEmpty() || storage.equals("memory"))) {
      add(
          into,
          ERROR,
          "changelog-in-memory",
          "state.changelog.storage",
          "the changelog stays in memory, so its part of the state is lost with a TaskManager",
          "Use filesystem and state.changelog.dstl.dfs.base-path");
    }
  }

  private void restarts(List<Finding> into) {
    String type = text("restart-strategy.type", "restart-strategy").toLowerCase(Locale.ROOT);
    switch (type) {
      case "none", "off", "disable" ->
          add(
              into,
              WARNING,
              "no-restart",
              "restart-strategy.type",
              "the job ends with its first failure although it takes checkpoints",
              "Use exponential-delay");
      case "fixed-delay", "fixeddelay" -> {
        int attempts = settings.get(FIXED_ATTEMPTS);
        if (attempts <= 1) {
          add(
              into,
              WARNING,
              "few-restarts",
              FIXED_ATTEMPTS.key(),
              "the job ends with failure number " + (attempts + 1) + ", however long it ran before",
              "Use exponential-delay, or more attempts");
        } else if (attempts > 1_000 && settings.get(FIXED_DELAY).toMillis() < 1_000) {
          add(
              into,
              WARNING,
              "restarts-without-rest",
              FIXED_DELAY.key(),
              "a job that always fails is started again every "
                  + settings.get(FIXED_DELAY).toMillis()
                  + " ms, for ever",
              "Use exponential-delay, or a delay of some seconds");
        }
      }
      default -> {}
    }
  }

  private static boolean isOnClassPath() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (String name :
        List.of(
            "org/apache/flink/state/rocksdb/EmbeddedRocksDBStateBackend.class",
            "org/apache/flink/contrib/streaming/state/EmbeddedRocksDBStateBackend.class")) {
      if (loader.getResource(name) != null) {
        return true;
      }
    }
    return false;
  }

  static String backend(Configuration settings) {
    String type = text(settings, "state.backend.type", "state.backend");
    return type.isEmpty() ? "hashmap" : type.toLowerCase(Locale.ROOT);
  }

  static boolean isIncremental(Configuration settings) {
    return Boolean.parseBoolean(
        text(settings, "execution.checkpointing.incremental", "state.backend.incremental"));
  }

  private String directory() {
    return text("execution.checkpointing.dir", "state.checkpoints.dir");
  }

  private String text(String... keys) {
    return text(settings, keys);
  }

  private static String text(Configuration settings, String... keys) {
    for (String key : keys) {
      String value = settings.getString(key, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static void add(
      List<Finding> into,
      Severity severity,
      String code,
      ConfigOption<?> option,
      String message,
      String remedy) {
    add(into, severity, code, option.key(), message, remedy);
  }

  private static void add(
      List<Finding> into,
      Severity severity,
      String code,
      String place,
      String message,
      String remedy) {
    into.add(new Finding(severity, code, place, message, remedy));
  }
}
