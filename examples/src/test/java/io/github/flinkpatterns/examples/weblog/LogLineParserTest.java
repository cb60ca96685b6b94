// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineParserTest {

  private static LogLine parse(String text) throws UnreadableLineException {
    return new LogLineParser().parse(text);
  }

  private static String withTime(String time) {
    return "h - - [" + time + "] \"GET / HTTP/1.0\" 200 17";
  }

  @Test
  void readsTheCommonLogFormat() throws UnreadableLineException {
    String line =
        "thing1.cchem.berkeley.edu - - [01/Aug/1995:02:01:10 -0400] \"GET /a b HTTP/1.0\" 200 4705";
    assertThat(parse(line))
        .isEqualTo(
            new LogLine(
                "thing1.cchem.berkeley.edu",
                Instant.parse("1995-08-01T06:01:10Z").toEpochMilli(),
                200,
                4705,
                line));
  }

  @Test
  void readsTheCombinedLogFormatEvenIfItsLastFieldIsCutOff() throws UnreadableLineException {
    String start = "::1 ident a user [17/May/2015:10:05:03 +0530] \"-\" 304 - ";
    for (String rest : new String[] {"\"ref\" \"agent\"", "\"-\" \"agent cut o", ""}) {
      LogLine line = parse(start + rest);
      assertThat(line.bytes()).isZero();
      assertThat(line.status()).isEqualTo(304);
      assertThat(Instant.ofEpochMilli(line.timestampMillis())).isEqualTo("2015-05-17T04:35:03Z");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          GET /"quoted".html HTTP/1.0
          GET /\\"escaped\\".html HTTP/1.0
          \\x16\\x03\\x01
          ~~
          a" 20 5" 2000 5" 200 x" 099 5
          """)
  void aRequestEndsWhereAStatusAndASizeFollow(String request) throws UnreadableLineException {
    LogLine line = parse("h - - [01/Aug/1995:02:01:10 -0400] \"" + request + "\" 404 12");
    assertThat(line.status()).isEqualTo(404);
    assertThat(line.bytes()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({
    "29/Feb/2024:00:00:00 +0000,2024-02-29T00:00:00Z",
    "31/Dec/2016:23:59:60 +0000,2017-01-01T00:00:00Z",
    "01/Jan/1970:00:00:00 +0000,1970-01-01T00:00:00Z",
    "01/Jan/2020:00:00:00 +1400,2019-12-31T10:00:00Z",
    "01/Jan/2020:00:00:00 -0330,2020-01-01T03:30:00Z"
  })
  void readsTimesInEveryZone(String time, Instant expected) throws UnreadableLineException {
    assertThat(Instant.ofEpochMilli(parse(withTime(time)).timestampMillis())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "30/Feb/2024:00:00:00 +0000",
    "00/Jan/2024:00:00:00 +0000",
    "01/anF/2024:00:00:00 +0000",
    "01/Xyz/2024:00:00:00 +0000",
    "01/Jan/2024:24:00:00 +0000",
    "01/Jan/2024:00:60:00 +0000",
    "01/Jan/2024:00:00:61 +0000",
    "01/Jan/2024:00:00:00 *0000",
    "01/Jan/2024:00:00:00 +9900",
    "01/Jan/2024 00:00:00 +0000",
    "0a/Jan/2024:00:00:00 +0000",
    "31/Dec/1969:23:59:59 +0000"
  })
  void rejectsTimesThatDoNotExist(String time) {
    assertThatThrownBy(() -> parse(withTime(time)))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessage("time: '" + time + "' is no dd/Mon/yyyy:hh:mm:ss +hhmm");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ''|the line is empty
             |the line is empty
           - - [01/Aug/1995:02:01:10 -0400] "x" 200 1|host: the line does not begin with one
          h|host: the line does not begin with one
          h - - 01/Aug/1995:02:01:10 -0400 "x" 200 1|time: [dd/Mon/yyyy:hh:mm:ss +hhmm] was not found
          h - - [1/Aug/1995:02:01:10 -0400] "x" 200 1|time: [dd/Mon/yyyy:hh:mm:ss +hhmm] was not found
          h - - [01/Aug/1995:02:01:10 -0400|time: [dd/Mon/yyyy:hh:mm:ss +hhmm] was not found
          h - - [01/Aug/1995:02:01:10 -0400] x 200 1|request: no quote follows the time
          h - - [01/Aug/1995:02:01:10 -0400] "x 200 1|request: no quote is followed by a status and a number of bytes
          h - - [01/Aug/1995:02:01:10 -0400] "x" 2000 1|request: no quote is followed by a status and a number of bytes
          h - - [01/Aug/1995:02:01:10 -0400] "x" 200|request: no quote is followed by a status and a number of bytes
          h - - [01/Aug/1995:02:01:10 -0400] "x" 200 1k|request: no quote is followed by a status and a number of bytes
          h - - [01/Aug/1995:02:01:10 -0400] "x" 200 -1|request: no quote is followed by a status and a number of bytes
          h - - [01/Aug/1995:02:01:10 -0400] "x" 200 1234567890123456789|request: no quote is followed by a status and a number of bytes
          """)
  void rejectsALineWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> parse(line == null ? "" : line))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessage(reason);
  }
}
