// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.bench.suite.Suite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quick and full end in time. */
class AllowanceTest {

  @ParameterizedTest
  @CsvSource({"quick, 10", "full, 90"})
  void everySuiteHasItsTimeAndTheLastMustBeDoneBeforeTheLimit(String name, double limit) {
    Main.Options options = Main.Options.of(name);
    Allowance allowance = Allowance.of(options);
    List<Suite> suites = options.suites();
    assertThat(allowance.minutes()).isBetween(limit / 3, .95 * limit);
    double begins = 0;
    for (Suite suite : suites) {
      // If all before it took as long as was guessed.
      assertThat(allowance.endOf(suite) - begins)
          .as(suite.title())
          .isGreaterThanOrEqualTo(suite.minutes(options.scale()));
      begins += suite.minutes(options.scale());
    }
    assertThat(allowance.endOf(suites.get(suites.size() - 1))).isBetween(.9 * limit, .96 * limit);
    assertThat(allowance.toString()).endsWith((int) limit + " at most");
  }

  @Test
  void aSuiteByItselfIsNeverLate() {
    Main.Options options = Main.Options.of("soak");
    Allowance allowance = Allowance.of(options);
    assertThat(allowance.until(Suite.SOAK, (title, done, all) -> {}).late()).isFalse();
    assertThat(allowance).hasToString("about 21 minutes on two idle cores");
    Main.Options smoke = Main.Options.of("full", "--scale", "smoke");
    assertThat(Allowance.of(smoke).until(Suite.SESSION, (title, done, all) -> {}).late()).isFalse();
  }
}
