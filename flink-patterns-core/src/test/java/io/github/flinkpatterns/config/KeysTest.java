// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.changelog.fs.FsStateChangelogOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.state.rocksdb.sstmerge.RocksDBManualCompactionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our declarations of options against those of the Flink that the tests run on. */
class KeysTest {

  private static final Map<String, ConfigOption<?>> FLINK =
      declaredIn(
          CheckpointingOptions.class,
          CoreOptions.class,
          ExecutionOptions.class,
          FsStateChangelogOptions.class,
          PipelineOptions.class,
          RestartStrategyOptions.class,
          StateBackendOptions.class,
          StateChangelogOptions.class,
          StateRecoveryOptions.class,
          TaskManagerOptions.class,
          RocksDBOptions.class,
          RocksDBConfigurableOptions.class,
          RocksDBManualCompactionOptions.class,
          RocksDBNativeMetricOptions.class);

  static Stream<ConfigOption<?>> ours() {
    return Stream.concat(
        declaredIn(Keys.class).values().stream(),
        RocksDbKeys.all().stream().map(key -> Objects.requireNonNull(RocksDbKeys.find(key))));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void everyOptionIsOneOfFlinksWithTheSameDefaultAndOlderKeys(ConfigOption<?> ours) {
    ConfigOption<?> flinks = FLINK.get(ours.key());

    assertThat(flinks).as("declared by Flink").isNotNull();
    assertThat(printedDefault(ours)).isEqualTo(printedDefault(flinks));
    assertThat(deprecatedKeys(ours)).isEqualTo(deprecatedKeys(flinks));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void flinkReadsWhatWeWrite(ConfigOption<?> ours) {
    ConfigOption<?> flinks = FLINK.get(ours.key());
    if (flinks == null || !ours.hasDefaultValue()) {
      return;
    }
    Configuration written = new Configuration();
    writeDefault(written, ours);

    assertThat(printed(flinks, written.get(flinks))).isEqualTo(written.toMap().toString());
  }

  @Test
  void clusterOptionsAreToldFromJobOptions() {
    assertThat(Keys.scopeOf("taskmanager.memory.managed.fraction")).isEqualTo(Scope.CLUSTER);
    assertThat(Keys.scopeOf("execution.checkpointing.num-retained")).isEqualTo(Scope.CLUSTER);
    assertThat(Keys.scopeOf("execution.checkpointing.interval")).isEqualTo(Scope.JOB);
    assertThat(Keys.scopeOf("parallelism.default")).isEqualTo(Scope.JOB);
  }

  private static Map<String, ConfigOption<?>> declaredIn(Class<?>... classes) {
    Map<String, ConfigOption<?>> options = new TreeMap<>();
    for (Class<?> type : classes) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          try {
            field.setAccessible(true);
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            options.put(option.key(), option);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return options;
  }

  private static String printedDefault(ConfigOption<?> option) {
    Configuration configuration = new Configuration();
    writeDefault(configuration, option);
    return configuration.toMap().toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> String printed(ConfigOption<T> option, Object value) {
    Configuration configuration = new Configuration();
    configuration.set(option, (T) value);
    return configuration.toMap().toString();
  }

  private static <T> void writeDefault(Configuration configuration, ConfigOption<T> option) {
    if (option.hasDefaultValue()) {
      configuration.set(option, option.defaultValue());
    }
  }

  private static List<String> deprecatedKeys(ConfigOption<?> option) {
    List<String> keys = new ArrayList<>();
    for (FallbackKey key : option.fallbackKeys()) {
      if (key.isDeprecated()) {
        keys.add(key.getKey());
      }
    }
    return keys;
  }
}
