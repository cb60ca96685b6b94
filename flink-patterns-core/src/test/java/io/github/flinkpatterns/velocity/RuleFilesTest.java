// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {

  private static final String RULES =
      """
      {"version": 1, "rules": [
        {"id": "velocity-24h", "keyBy": ["customerId"], "aggregate": "count", "window": "24h",
         "op": ">=", "threshold": 5, "severity": "high"},
        {"id": "spike", "keyBy": ["customerId"], "aggregate": "avg", "of": "amount",
         "window": "30d", "op": "ratio>", "threshold": 10, "minEvents": 3},
        {"id": "terminals", "keyBy": ["customerId"], "aggregate": "distinct", "of": "terminalId",
         "window": "1h", "op": ">", "threshold": 4,
         "where": "amount > 50", "cooldown": "10m", "mode": "shadow"}]}
      """;

  @Test
  void aFileGivesTheRulesThatJavaGives(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), RULES);
    List<String> key = List.of("customerId");
    assertThat(RuleFiles.read(file))
        .containsExactly(
            Rule.named("velocity-24h")
                .keyBy(key)
                .count()
                .atLeast(5)
                .within(Duration.ofHours(24))
                .severity(Severity.HIGH)
                .build(),
            Rule.named("spike")
                .keyBy(key)
                .avg("amount")
                .exceededTimes(10)
                .minEvents(3)
                .within(Duration.ofDays(30))
                .build(),
            Rule.named("terminals")
                .keyBy(key)
                .distinct("terminalId")
                .exceeds(4)
                .within(Duration.ofHours(1))
                .where("amount > 50")
                .cooldown(Duration.ofMinutes(10))
                .mode(RuleMode.SHADOW)
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"op\": \">=\"   | \"op\": \"=>\"          | rule 'velocity-24h': op: \"=>\" must be one of >, >=, <, <=, ==, ratio>",
        "\"window\": \"24h\" | \"window\": \"1 day\" | rule 'velocity-24h': window: \"1 day\" must be a duration",
        "\"window\": \"24h\" | \"window\": 24        | rule 'velocity-24h': window: 24 must be a duration",
        "\"window\": \"24h\" | \"window\": \"0s\"    | rule 'velocity-24h': window: 0 ms must be in 1 ms..100 years",
        "\"threshold\": 5 | \"threshold\": \"5\"     | rule 'velocity-24h': threshold: \"5\" must be a number",
        "\"count\"        | \"median\"               | rule 'velocity-24h': aggregate: \"median\" must be one of count, sum",
        "\"count\"        | \"sum\"                  | rule 'velocity-24h': of: sum needs 1 field(s), given: []",
        "\"high\"         | \"urgent\"               | rule 'velocity-24h': severity: \"urgent\" must be one of low, medium, high, critical",
        "\"shadow\"       | \"on\"                   | rule 'terminals': mode: \"on\" must be one of active, shadow, paused",
        "\"cooldown\"     | \"coolDown\"             | rule 'terminals': coolDown: is not known; known are id, version",
        "amount > 50      | amount >> 50             | rule 'terminals': where: 'amount >> 50' has '>' for a value",
        "amount > 50      | amount > 50 and          | rule 'terminals': where: 'amount > 50 and' ends after 'and'",
        "amount > 50      | 50 < amount              | rule 'terminals': where: '50 < amount' has '50' for the name of a field",
        "amount > 50      | amount               | rule 'terminals': where: 'amount' ends in the middle of a comparison",
        "amount > 50      | amount > 5 # 3           | rule 'terminals': where: 'amount > 5 # 3' cannot be read at ' # 3'",
        "\"minEvents\": 3 | \"minEvents\": -1        | rule 'spike': minEvents: -1 must not be negative",
        "\"minEvents\": 3 | \"minEvents\": 2.5       | rule 'spike': minEvents: 2.5 must be a whole number",
        "\"avg\"          | \"zscore\"               | rule 'spike': op: 'ratio>' needs sum, avg",
        "\"spike\"        | \"velocity-24h\"         | rule 'velocity-24h': id: is given twice",
        "\"id\": \"spike\" | \"id\": 7               | rule '#2': id: 7 must be a text",
        "\"version\": 1   | \"version\": 2           | the rule file: version: 2 must be 1",
        "\"rules\":       | \"rule\":                | the rule file: 'rule' is not known; known are version, rules",
        "\"op\": \">=\",  | \"op\": \">=\", \"op\": \">\",  | the rules are no JSON: Duplicate field 'op'"
      })
  void aMistakeIsNamedWithItsRuleAndField(String right, String wrong, String message) {
    assertThat(RULES).contains(right);
    assertThatThrownBy(() -> RuleFiles.parse(RULES.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VelocityDetector: " + message);
  }

  @Test
  void aThresholdOfTimeMayBeADuration() {
    String json =
        """
        {"version": 1, "rules": [{"id": "d", "aggregate": "gap", "window": "90d", "op": ">=",
          "threshold": "30d"}]}""";
    assertThat(RuleFiles.parse(json).get(0).threshold())
        .isEqualByComparingTo(BigDecimal.valueOf(30L * 86_400_000));
  }

  @Test
  void updatesLeadFromOneFileToTheNext() {
    List<Rule> before = RuleFiles.parse(RULES);
    List<Rule> after =
        RuleFiles.parse(
            RULES.replace("\"threshold\": 10", "\"threshold\": 12").replace("velocity-24h", "v"));
    assertThat(RuleFiles.updates(before, before, 7)).isEmpty();
    assertThat(RuleFiles.updates(before, after, 7))
        .containsExactly(
            RuleUpdate.put(after.get(0), 7),
            RuleUpdate.put(after.get(1).withVersion(2), 7),
            RuleUpdate.remove("velocity-24h", 7));
  }
}
