// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2014-07-06 20:10:00          | 2014-07-06T20:10:00Z
          2014-07-06T20:10:00.25       | 2014-07-06T20:10:00.250Z
          2014-07-06T20:10:00Z         | 2014-07-06T20:10:00Z
          2014-07-06 20:10:00+02:00    | 2014-07-06T18:10:00Z
          2014-07-06T20:10:00-05:00    | 2014-07-07T01:10:00Z
          1404677400000                | 2014-07-06T20:10:00Z
          """)
  void readsTimesWithAndWithoutAZone(String time, String instant) throws UnreadableLineException {
    // Without the name of a file, as from a topic, the line begins with the series.
    assertThat(new ReadingParser().parse("boiler," + time + ", 1.5"))
        .isEqualTo(new Reading("boiler", Instant.parse(instant).toEpochMilli(), 1.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2              | 2 values, but series,timestamp,value was expected
          ' ,1,2'          | series: missing
          a,1,2,3          | 4 values, but series,timestamp,value was expected
          a,yesterday,2    | timestamp: 'yesterday' is neither ISO 8601 nor epoch milliseconds
          a,-1,2           | timestamp: '-1' is neither ISO 8601 nor epoch milliseconds
          a,1969-12-31,2   | timestamp: '1969-12-31' is neither ISO 8601 nor epoch milliseconds
          a,1969-12-31T00:00:00,2 | timestamp: not between the years 1970 and 9999
          a,1,x            | value: a number was expected
          a,1,Infinity     | value: a finite number was expected
          ' '              | the line is empty
          """)
  void saysWhyALineIsNoReading(String line, String reason) {
    assertThatThrownBy(() -> new ReadingParser().parse(line))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessage(reason);
  }

  @Test
  void aTopicMayBeginWithAHeader() {
    SensorsJob job = new SensorsJob();
    assertThat(job.headers(List.of("series,timestamp,value", "a,1,2")))
        .containsExactly("series,timestamp,value");
  }

  @Test
  void theSeriesIsTheNameOfTheFile() {
    assertThat(ReadingParser.nameOf("/a/b/boiler.csv.gz")).isEqualTo("boiler");
    assertThat(ReadingParser.nameOf("boiler.v2.csv")).isEqualTo("boiler.v2");
    assertThat(ReadingParser.nameOf(".csv")).isEqualTo(".csv");
  }
}
