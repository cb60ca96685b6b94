// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule files written to do harm are refused in bounded time, with a message of bounded length. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRulesTest {

  private static final int MANY = 500_000;
  private static final String WHERE = "amount > 1 ";

  private static String rule(String fields) {
    return "{\"version\":1,\"rules\":[{\"id\":\"r\",\"aggregate\":\"sum\",\"of\":\"amount\","
        + "\"window\":\"1h\",\"op\":\">\","
        + fields
        + "}]}";
  }

  static Stream<Arguments> files() {
    return Stream.of(
        file("nested lists", "[".repeat(MANY)),
        file("nested objects", "{\"a\":".repeat(MANY)),
        file("nested in an unknown field", rule("\"x\":" + "[".repeat(MANY) + "]".repeat(MANY))),
        file("a huge version", "{\"version\":1" + "0".repeat(MANY) + ",\"rules\":[]}"),
        file("a huge exponent", rule("\"threshold\":1e1000000000")),
        file("a tiny exponent", rule("\"threshold\":1e-1000000000")),
        file("an exponent beyond int", rule("\"threshold\":1e99999999999")),
        file("a long number", rule("\"threshold\":" + "9".repeat(900))),
        file("a longer number", rule("\"threshold\":" + "9".repeat(MANY))),
        file("not a number", rule("\"threshold\":NaN")),
        file("infinite", rule("\"threshold\":Infinity")),
        file("a huge window", rule("\"threshold\":1").replace("1h", "9".repeat(MANY) + "d")),
        file(
            "a huge id",
            rule("\"threshold\":1")
                .replace("\"r\"", "\"" + "r".repeat(MANY) + "\"")
                .replace("sum", "nothing")),
        file("a huge name", rule("\"" + "n".repeat(40_000) + "\":1,\"threshold\":1")),
        file(
            "a condition without end",
            rule("\"threshold\":1,\"where\":\"" + WHERE.repeat(40_000) + "\"")),
        file(
            "a condition of quotes",
            rule("\"threshold\":1,\"where\":\"" + "'".repeat(MANY) + "\"")),
        file(
            "a condition of digits",
            rule("\"threshold\":1,\"where\":\"a > " + "1".repeat(MANY) + "x\"")),
        file(
            "a condition of blanks",
            rule("\"threshold\":1,\"where\":\"a" + " ".repeat(MANY) + "\"")),
        file(
            "a condition of brackets",
            rule("\"threshold\":1,\"where\":\"" + "(".repeat(MANY) + "\"")),
        file("no end", rule("\"threshold\":1").substring(0, 60)),
        file("null bytes", "\0".repeat(MANY)),
        file("half a surrogate", rule("\"threshold\":1,\"where\":\"\\ud800\"")),
        file("nothing", ""));
  }

  private static Arguments file(String name, String json) {
    return Arguments.of(name, json);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void aHostileFileIsRefusedInOneShortSentence(String name, String json) {
    Throwable refusal = catchThrowable(() -> RuleFiles.parse(json));
    assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
    assertThat(refusal.getMessage()).startsWith("VelocityDetector: ").hasSizeLessThan(1_500);
  }

  @Test
  void aConditionOfManyComparisonsIsReadAndRefusedWhereItIsBound() {
    String where = "amount > 1" + " and amount > 1".repeat(30_000);
    var rules = RuleFiles.parse(rule("\"threshold\":1,\"where\":\"" + where + "\""));
    assertThatThrownBy(() -> Tx.detector().rules(rules).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 64 comparisons");
  }

  @Test
  void aFileThatIsTooLargeOrNoUtf8IsNotRead(@TempDir Path folder) throws IOException {
    Path large = folder.resolve("large.json");
    Files.writeString(large, rule("\"threshold\":1") + " ".repeat(RuleFiles.MAX_BYTES));
    Path invalid = folder.resolve("invalid.json");
    Files.write(
        invalid,
        rule("\"threshold\":1,\"where\":\"country == '\u00e9'\"")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RuleFiles.read(large))
        .isInstanceOf(IOException.class)
        .hasMessage("the rule file is larger than 1048576 bytes");
    assertThatThrownBy(() -> RuleFiles.read(invalid))
        .isInstanceOf(IOException.class)
        .hasMessage("the rule file is not valid UTF-8");
    assertThatThrownBy(() -> RuleFile.watched(large.toString(), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class);
  }
}
