// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "24h,PT24H", "7d,PT168H", "0s,PT0S"})
  void readsANumberAndAUnit(String text, Duration duration) {
    assertThat(converter.convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5M", "1.5h", "5min", "1h30m", "PT5M", "٣s"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no duration such as 30s, 5m, 24h or 7d");
  }

  @Test
  void refusesWhatWouldOverflow() {
    assertThat(converter.convert("36500d")).isEqualTo(Duration.ofDays(36_500));
    for (String text : new String[] {"36501d", "999999999999999d", "999999999999999ms"}) {
      assertThatThrownBy(() -> converter.convert(text))
          .hasMessage("'" + text + "' is longer than 36500d");
    }
  }
}
