// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.bench.suite.Scale;
import io.github.flinkpatterns.bench.suite.Suite;
import org.junit.jupiter.api.Test;

/** The command line. */
class OptionsTest {

  @Test
  void quickIsSmallAndFullIsEverythingButTheSoak() {
    assertThat(Main.Options.of("quick").scale()).isEqualTo(Scale.QUICK);
    assertThat(Main.Options.of("full").suites())
        .hasSize(Suite.values().length - 1)
        .doesNotContain(Suite.SOAK);
    assertThat(Main.Options.of("growth").suites())
        .contains(Suite.GROWTH_KEYS, Suite.GROWTH_CACHE)
        .doesNotContain(Suite.SESSION);
    assertThat(Main.Options.of("growth-cache").suites()).containsExactly(Suite.GROWTH_CACHE);
  }

  @Test
  void optionsAreTaken() {
    Main.Options options =
        Main.Options.of("dedup", "--backend", "hashmap", "--rounds", "3", "--output", "x");
    assertThat(options.backends(Suite.DEDUP)).containsExactly("hashmap");
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.output()).hasFileName("x");
  }

  @Test
  void aWrongOneIsNamed() {
    assertThatThrownBy(() -> Main.Options.of("speed")).hasMessageContaining("'speed'");
    assertThatThrownBy(() -> Main.Options.of("dedup", "--round", "3"))
        .hasMessageContaining("'--round'");
    assertThatThrownBy(() -> Main.Options.of("dedup", "--rounds", "no"))
        .hasMessageContaining("'--rounds'")
        .hasMessageContaining("'no'");
    assertThatThrownBy(() -> Main.Options.of("dedup", "--backend", "disk"))
        .hasMessageContaining("'disk'");
    assertThatThrownBy(() -> Main.Options.of("dedup", "--rounds")).hasMessageContaining("no value");
  }
}
