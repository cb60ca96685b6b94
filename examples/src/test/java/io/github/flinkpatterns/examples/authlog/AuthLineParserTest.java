// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthLineParserTest {

  private static AuthEvent parse(String line) throws UnreadableLineException {
    return new AuthLineParser(LocalDate.of(2025, 1, 3), ZoneId.of("UTC")).parse(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Failed password for root from 5.36.59.76 port 42393 ssh2                    | login_failed | root  | 5.36.59.76 | 1
          Failed password for invalid user test from 1.2.3.4 port 5 ssh2              | login_failed | test  | 1.2.3.4    | 1
          Failed password for invalid user a from b from 1.2.3.4 port 5 ssh2          | login_failed | a from b | 1.2.3.4 | 1
          Failed keyboard-interactive/pam for root from fe80::1 port 5 ssh2           | login_failed | root  | fe80::1    | 1
          Accepted password for ann from 119.137.62.142 port 49116 ssh2               | login        | ann   | 119.137.62.142 | 1
          Accepted publickey for ann from 1.2.3.4 port 5 ssh2: RSA SHA256:abc         | login        | ann   | 1.2.3.4    | 1
          message repeated 5 times: [ Failed password for root from 5.36.59.76 port 42393 ssh2] | login_failed | root | 5.36.59.76 | 5
          pam_unix(sshd:session): session closed for user ann                         | logout       | ann   |            | 1
          Failed none for invalid user 0 from 5.188.10.180 port 5 ssh2                | other        |       |            | 1
          Invalid user webmaster from 173.234.31.186                                  | other        |       |            | 1
          pam_unix(sshd:auth): authentication failure; logname= uid=0 rhost=1.2.3.4  user=root | other |      |            | 1
          Connection closed by 173.234.31.186 [preauth]                               | other        |       |            | 1
          """)
  void readsWhatOpenSshWrites(String message, String type, String user, String source, int times)
      throws UnreadableLineException {
    AuthEvent event = parse("Dec 10 06:55:48 LabSZ sshd[24200]: " + message);
    assertThat(event)
        .isEqualTo(
            new AuthEvent(
                user, source, type, Instant.parse("2024-12-10T06:55:48Z").toEpochMilli(), times));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Jan  3 23:59:59 | 2025-01-03T23:59:59Z
          Jan  4 00:00:00 | 2024-01-04T00:00:00Z
          Dec 31 12:00:00 | 2024-12-31T12:00:00Z
          Feb 29 12:00:00 | 2024-02-29T12:00:00Z
          2019-05-01T02:03:04.5+02:00 | 2019-05-01T00:03:04.500Z
          2019-05-01T02:03:04Z | 2019-05-01T02:03:04Z
          <38>Dec 31 12:00:00 | 2024-12-31T12:00:00Z
          """)
  void givesALineWithoutAYearTheLatestYearThatIsNotBehindTheLastDay(String time, String instant)
      throws UnreadableLineException {
    assertThat(parse(time + " h sudo: ann : TTY=pts/0 ; COMMAND=/bin/ls"))
        .isEqualTo(
            new AuthEvent(
                "ann", null, AuthEvent.ACTIVITY, Instant.parse(instant).toEpochMilli(), 1));
  }

  @Test
  void readsAClassicTimeInTheGivenZone() throws UnreadableLineException {
    var berlin = new AuthLineParser(LocalDate.of(2025, 7, 1), ZoneId.of("Europe/Berlin"));
    assertThat(berlin.parse("Jul  1 02:00:00 h cron[1]: x").timestampMillis())
        .isEqualTo(Instant.parse("2025-07-01T00:00:00Z").toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~ ~ | the line is empty
          hello | time: the line begins with neither 'Mon dd hh:mm:ss' nor ISO 8601
          Foo 10 06:55:48 h p: m | time: 'Foo' is no month
          Apr 31 06:55:48 h p: m | time: Invalid date 'APRIL 31'
          Dec 10 25:55:48 h p: m | time: Invalid value for HourOfDay (valid values 0 - 23): 25
          Dec 10 06:55:48 onlyhost | program: no 'host program: message' follows the time
          Dec 10 06:55:48 h sshd[1]: message repeated 99999 times: [ x] | message repeated 99999 times: not between 1 and 10000
          {"type": "login"} | timestampMillis: missing
          {"type": 5, "timestampMillis": 1} | type: a string was expected
          {"type": "login", "timestampMillis": 99999999999999999999} | timestampMillis: not between the years 1970 and 9999
          {"type": "login", "timestampMillis": 1} x | no valid JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          """)
  void saysWhyALineIsNoEvent(String line, String reason) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessage(reason);
  }

  @Test
  void aLineOfATopicIsOfTheYearInWhichItsRecordWasWritten() throws UnreadableLineException {
    ZoneId zone = ZoneId.of("UTC");
    LocalDate written = LocalDate.of(2026, 1, 1);
    long writtenMillis = written.atTime(0, 5).atZone(zone).toInstant().toEpochMilli();
    for (LocalDate day :
        new LocalDate[] {
          written, written.plusDays(1), written.minusDays(1), written.minusDays(300)
        }) {
      String time = DateTimeFormatter.ofPattern("MMM ppd", Locale.ENGLISH).format(day);
      AuthEvent event =
          new AuthLineParser(null, zone)
              .parse(time + " 12:00:00 h sudo: ann : COMMAND=/bin/ls", writtenMillis);
      assertThat(Instant.ofEpochMilli(event.timestampMillis()))
          .isEqualTo(day.atTime(12, 0).atZone(zone).toInstant());
    }
  }

  @Test
  void readsJson() throws UnreadableLineException {
    assertThat(
            parse(
                "{\"userId\":\"u\",\"source\":\"s\",\"type\":\"login_failed\","
                    + "\"timestampMillis\":5,\"more\":[1]}"))
        .isEqualTo(new AuthEvent("u", "s", AuthEvent.LOGIN_FAILED, 5, 1));
  }
}
