// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * The options that this package writes, under keys that Flink 1.20.5 to 2.3.0 all read.
 *
 * <p>They are declared here once more, because the classes that hold them in Flink moved between
 * versions while the keys did not. A test compares key, type, default and older keys with Flink's.
 */
final class Keys {

  private Keys() {}

  // Checkpoints

  static final ConfigOption<Duration> INTERVAL =
      key("execution.checkpointing.interval").durationType().noDefaultValue();

  static final ConfigOption<Duration> INTERVAL_DURING_BACKLOG =
      key("execution.checkpointing.interval-during-backlog").durationType().noDefaultValue();

  static final ConfigOption<String> MODE =
      key("execution.checkpointing.mode").stringType().defaultValue("EXACTLY_ONCE");

  static final ConfigOption<Duration> TIMEOUT =
      key("execution.checkpointing.timeout").durationType().defaultValue(Duration.ofMinutes(10));

  static final ConfigOption<Duration> MIN_PAUSE =
      key("execution.checkpointing.min-pause").durationType().defaultValue(Duration.ZERO);

  static final ConfigOption<Integer> MAX_CONCURRENT =
      key("execution.checkpointing.max-concurrent-checkpoints").intType().defaultValue(1);

  static final ConfigOption<Integer> TOLERABLE_FAILURES =
      key("execution.checkpointing.tolerable-failed-checkpoints").intType().defaultValue(0);

  static final ConfigOption<Boolean> UNALIGNED =
      key("execution.checkpointing.unaligned.enabled")
          .booleanType()
          .defaultValue(false)
          .withDeprecatedKeys("execution.checkpointing.unaligned");

  static final ConfigOption<Duration> ALIGNED_TIMEOUT =
      key("execution.checkpointing.aligned-checkpoint-timeout")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDeprecatedKeys("execution.checkpointing.alignment-timeout");

  static final ConfigOption<String> RETENTION =
      key("execution.checkpointing.externalized-checkpoint-retention")
          .stringType()
          .defaultValue("NO_EXTERNALIZED_CHECKPOINTS");

  static final ConfigOption<String> STORAGE =
      key("execution.checkpointing.storage")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("state.checkpoint-storage");

  static final ConfigOption<String> DIRECTORY =
      key("execution.checkpointing.dir")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("state.checkpoints.dir", "state.backend.fs.checkpointdir");

  static final ConfigOption<String> SAVEPOINT_DIRECTORY =
      key("execution.checkpointing.savepoint-dir")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("state.savepoints.dir", "savepoints.state.backend.fs.dir");

  static final ConfigOption<Integer> MAX_RETAINED =
      key("execution.checkpointing.num-retained")
          .intType()
          .defaultValue(1)
          .withDeprecatedKeys("state.checkpoints.num-retained");

  static final ConfigOption<Boolean> COMPRESSION =
      key("execution.checkpointing.snapshot-compression").booleanType().defaultValue(false);

  static final ConfigOption<Boolean> LOCAL_RECOVERY =
      key("execution.state-recovery.from-local")
          .booleanType()
          .defaultValue(false)
          .withDeprecatedKeys("state.backend.local-recovery");

  // State backend

  static final ConfigOption<String> BACKEND =
      key("state.backend.type")
          .stringType()
          .defaultValue("hashmap")
          .withDeprecatedKeys("state.backend");

  static final ConfigOption<Boolean> INCREMENTAL =
      key("execution.checkpointing.incremental")
          .booleanType()
          .defaultValue(false)
          .withDeprecatedKeys("state.backend.incremental");

  static final ConfigOption<Boolean> CHANGELOG =
      key("state.changelog.enabled")
          .booleanType()
          .defaultValue(false)
          .withDeprecatedKeys("state.backend.changelog.enabled");

  static final ConfigOption<String> CHANGELOG_STORAGE =
      key("state.changelog.storage")
          .stringType()
          .defaultValue("memory")
          .withDeprecatedKeys("state.backend.changelog.storage");

  static final ConfigOption<String> CHANGELOG_BASE_PATH =
      key("state.changelog.dstl.dfs.base-path")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("dstl.dfs.base-path");

  // Restarts

  static final ConfigOption<String> RESTART =
      key("restart-strategy.type")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("restart-strategy");

  static final ConfigOption<Integer> FIXED_DELAY_ATTEMPTS =
      key("restart-strategy.fixed-delay.attempts").intType().defaultValue(1);

  static final ConfigOption<Duration> FIXED_DELAY =
      key("restart-strategy.fixed-delay.delay").durationType().defaultValue(Duration.ofSeconds(1));

  static final ConfigOption<Integer> FAILURE_RATE_MAX =
      key("restart-strategy.failure-rate.max-failures-per-interval").intType().defaultValue(1);

  static final ConfigOption<Duration> FAILURE_RATE_INTERVAL =
      key("restart-strategy.failure-rate.failure-rate-interval")
          .durationType()
          .defaultValue(Duration.ofMinutes(1));

  static final ConfigOption<Duration> FAILURE_RATE_DELAY =
      key("restart-strategy.failure-rate.delay").durationType().defaultValue(Duration.ofSeconds(1));

  static final ConfigOption<Duration> EXPONENTIAL_INITIAL =
      key("restart-strategy.exponential-delay.initial-backoff")
          .durationType()
          .defaultValue(Duration.ofSeconds(1));

  static final ConfigOption<Duration> EXPONENTIAL_MAX =
      key("restart-strategy.exponential-delay.max-backoff")
          .durationType()
          .defaultValue(Duration.ofMinutes(1));

  static final ConfigOption<Double> EXPONENTIAL_MULTIPLIER =
      key("restart-strategy.exponential-delay.backoff-multiplier").doubleType().defaultValue(1.5);

  static final ConfigOption<Double> EXPONENTIAL_JITTER =
      key("restart-strategy.exponential-delay.jitter-factor").doubleType().defaultValue(0.1);

  static final ConfigOption<Duration> EXPONENTIAL_RESET =
      key("restart-strategy.exponential-delay.reset-backoff-threshold")
          .durationType()
          .defaultValue(Duration.ofHours(1));

  static final ConfigOption<Integer> EXPONENTIAL_ATTEMPTS =
      key("restart-strategy.exponential-delay.attempts-before-reset-backoff")
          .intType()
          .defaultValue(Integer.MAX_VALUE);

  // Job

  static final ConfigOption<Boolean> GENERIC_TYPES =
      key("pipeline.generic-types").booleanType().defaultValue(true);

  static final ConfigOption<Boolean> AUTO_UIDS =
      key("pipeline.auto-generate-uids").booleanType().defaultValue(true);

  static final ConfigOption<Boolean> OBJECT_REUSE =
      key("pipeline.object-reuse").booleanType().defaultValue(false);

  static final ConfigOption<Boolean> CHAINING =
      key("pipeline.operator-chaining.enabled")
          .booleanType()
          .defaultValue(true)
          .withDeprecatedKeys("pipeline.operator-chaining");

  static final ConfigOption<Duration> WATERMARK_INTERVAL =
      key("pipeline.auto-watermark-interval").durationType().defaultValue(Duration.ofMillis(200));

  static final ConfigOption<Integer> MAX_PARALLELISM =
      key("pipeline.max-parallelism").intType().defaultValue(-1);

  static final ConfigOption<Integer> PARALLELISM =
      key("parallelism.default").intType().defaultValue(1);

  static final ConfigOption<Boolean> BUFFER_TIMEOUT_ENABLED =
      key("execution.buffer-timeout.enabled").booleanType().defaultValue(true);

  static final ConfigOption<Duration> BUFFER_TIMEOUT =
      key("execution.buffer-timeout.interval")
          .durationType()
          .defaultValue(Duration.ofMillis(100))
          .withDeprecatedKeys("execution.buffer-timeout");

  // TaskManager

  static final ConfigOption<Integer> SLOTS =
      key("taskmanager.numberOfTaskSlots").intType().defaultValue(1);

  static final ConfigOption<Float> MANAGED_FRACTION =
      key("taskmanager.memory.managed.fraction").floatType().defaultValue(0.4f);

  static final ConfigOption<MemorySize> MANAGED_SIZE =
      key("taskmanager.memory.managed.size")
          .memoryType()
          .noDefaultValue()
          .withDeprecatedKeys("taskmanager.memory.size");

  static final ConfigOption<Float> NETWORK_FRACTION =
      key("taskmanager.memory.network.fraction")
          .floatType()
          .defaultValue(0.1f)
          .withDeprecatedKeys("taskmanager.network.memory.fraction");

  static final ConfigOption<MemorySize> NETWORK_MIN =
      key("taskmanager.memory.network.min")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDeprecatedKeys("taskmanager.network.memory.min");

  static final ConfigOption<MemorySize> NETWORK_MAX =
      key("taskmanager.memory.network.max")
          .memoryType()
          .defaultValue(MemorySize.MAX_VALUE)
          .withDeprecatedKeys("taskmanager.network.memory.max");

  static final ConfigOption<MemorySize> SEGMENT_SIZE =
      key("taskmanager.memory.segment-size").memoryType().defaultValue(MemorySize.parse("32kb"));

  static final ConfigOption<Boolean> DEBLOAT =
      key("taskmanager.network.memory.buffer-debloat.enabled").booleanType().defaultValue(false);

  static final ConfigOption<Duration> DEBLOAT_TARGET =
      key("taskmanager.network.memory.buffer-debloat.target")
          .durationType()
          .defaultValue(Duration.ofSeconds(1));

  private static final Set<String> CLUSTER =
      Set.of(
          SAVEPOINT_DIRECTORY.key(),
          MAX_RETAINED.key(),
          LOCAL_RECOVERY.key(),
          CHANGELOG_STORAGE.key(),
          CHANGELOG_BASE_PATH.key());

  private static final Set<String> CLUSTER_ROOTS =
      Set.of(
          "taskmanager",
          "jobmanager",
          "cluster",
          "rest",
          "web",
          "metrics",
          "high-availability",
          "security",
          "dstl");

  static Scope scopeOf(String key) {
    int dot = key.indexOf('.');
    String root = dot < 0 ? key : key.substring(0, dot);
    return CLUSTER.contains(key) || CLUSTER_ROOTS.contains(root) ? Scope.CLUSTER : Scope.JOB;
  }
}
