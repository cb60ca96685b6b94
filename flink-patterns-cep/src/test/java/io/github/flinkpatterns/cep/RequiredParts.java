// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a builder must be told: it builds with all of it, and without any one names that.
 *
 * @param <B> the builder
 */
public final class RequiredParts<B> {

  private final String operator;
  private final Supplier<B> begin;
  private final Function<B, ? extends PatternSpec<?, ?>> build;
  private final Map<String, Consumer<B>> parts = new LinkedHashMap<>();

  private RequiredParts(
      String operator, Supplier<B> begin, Function<B, ? extends PatternSpec<?, ?>> build) {
    this.operator = operator;
    this.begin = begin;
    this.build = build;
  }

  /** Begins with a builder that was told nothing. */
  public static <B> RequiredParts<B> of(
      String operator, Supplier<B> begin, Function<B, ? extends PatternSpec<?, ?>> build) {
    return new RequiredParts<>(operator, begin, build);
  }

  /** Adds a method that must be called. */
  public RequiredParts<B> part(String name, Consumer<B> set) {
    parts.put(name, set);
    return this;
  }

  /** Builds with all of them, and then with all but each. */
  public void verify() {
    PatternSpec<?, ?> pattern = build.apply(without(""));
    assertThat(pattern.name()).isEqualTo(operator);
    for (String name : parts.keySet()) {
      B builder = without(name);
      assertThatThrownBy(() -> build.apply(builder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(operator + ": parameter '" + name + "': was not set (")
          .hasMessageEndingWith("; call " + name + "(...) before build()");
    }
  }

  private B without(String missing) {
    B builder = begin.get();
    parts.forEach(
        (name, set) -> {
          if (!name.equals(missing)) {
            set.accept(builder);
          }
        });
    return builder;
  }

  @Override
  public String toString() {
    return operator;
  }
}
