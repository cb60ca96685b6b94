// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** An immutable, ordered set of chosen options, each with its reason. */
final class Options {

  static final Options NONE = new Options(new LinkedHashMap<>());

  private final Map<String, Chosen<?>> chosen;

  private Options(Map<String, Chosen<?>> chosen) {
    this.chosen = chosen;
  }

  /** The same options with this one added, or replaced where it was chosen before. */
  <T> Options with(ConfigOption<T> option, T value, String reason) {
    var copy = new LinkedHashMap<>(chosen);
    copy.put(option.key(), new Chosen<>(option, value, reason));
    return new Options(copy);
  }

  Options without(ConfigOption<?> option) {
    return keeping(key -> !key.equals(option.key()));
  }

  Options keeping(Predicate<String> key) {
    var copy = new LinkedHashMap<>(chosen);
    copy.keySet().removeIf(key.negate());
    return new Options(copy);
  }

  /** These options, except where {@code stronger} chose as well. */
  Options overriddenBy(Options stronger) {
    var copy = new LinkedHashMap<>(chosen);
    copy.putAll(stronger.chosen);
    return new Options(copy);
  }

  boolean has(ConfigOption<?> option) {
    return chosen.containsKey(option.key());
  }

  /** The chosen value; else the option's default; else null. */
  <T> @Nullable T get(ConfigOption<T> option) {
    return toConfiguration().get(option);
  }

  /** The chosen value, else the default of an option that has one. */
  <T> T value(ConfigOption<T> option) {
    return Objects.requireNonNull(get(option), option.key());
  }

  /** Whether the option is chosen as {@code value}, or defaults to it. */
  <T> boolean is(ConfigOption<T> option, T value) {
    return value.equals(get(option));
  }

  Configuration toConfiguration() {
    Configuration configuration = new Configuration();
    chosen.values().forEach(c -> c.writeTo(configuration));
    return configuration;
  }

  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    chosen.values().forEach(c -> settings.add(c.setting()));
    return List.copyOf(settings);
  }

  List<Difference> differencesFrom(Configuration current) {
    List<Difference> differences = new ArrayList<>();
    for (Chosen<?> c : chosen.values()) {
      String now = c.valueIn(current);
      Setting setting = c.setting();
      if (!now.equals(setting.value())) {
        differences.add(new Difference(setting.key(), now, setting.value(), setting.reason()));
      }
    }
    return List.copyOf(differences);
  }

  private record Chosen<T>(ConfigOption<T> option, T value, String reason) {

    void writeTo(Configuration configuration) {
      configuration.set(option, value);
    }

    Setting setting() {
      return new Setting(
          option.key(),
          print(value),
          option.hasDefaultValue() ? print(option.defaultValue()) : "(none)",
          Keys.scopeOf(option.key()),
          reason);
    }

    String valueIn(Configuration current) {
      return current
          .getOptional(option)
          .map(this::print)
          .orElseGet(() -> option.hasDefaultValue() ? print(option.defaultValue()) : "(none)");
    }

    /** Lets Flink print the value, so that it reads as it would in a configuration file. */
    private String print(T any) {
      Configuration single = new Configuration();
      single.set(option, any);
      return single.toMap().getOrDefault(option.key(), "");
    }
  }
}
