// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids in any script and numbers of any class, through a restore at every step. */
class VelocityValuesTest {

  /** Gives a number of the class that the event's terminal names. */
  private static Number number(Tx tx) {
    double amount = tx.amount() == null ? 0 : tx.amount();
    String kind = tx.terminal() == null ? "" : tx.terminal();
    return switch (kind) {
      case "long" -> (long) amount;
      case "int" -> (int) amount;
      case "decimal" -> new BigDecimal("0.1");
      case "big" -> BigInteger.valueOf((long) amount);
      case "too large" -> new BigDecimal("1e30");
      case "too long" -> Long.MAX_VALUE;
      default -> amount;
    };
  }

  @Test
  void numbersOfEveryClassAddUpAndIdsAreKeptAsTheyAre() {
    VelocityDetector<Tx, String> detector =
        VelocityDetector.on(Tx.class)
            .keyedBy(Tx::customer, String.class)
            .eventId(Tx::id)
            .amount("amount", VelocityValuesTest::number)
            .rule("sum", rule -> rule.sum("amount").equalTo(9.1).within(Duration.ofMillis(100)))
            .maxEventsPerKey(100)
            .build();
    List<Tx> events =
        List.of(
            Tx.of("café", 10, 2).terminal("long"),
            Tx.of("кот", 20, 3).terminal("int"),
            Tx.of("猫", 30, 4).terminal("big"),
            Tx.of("", 40, 7).terminal("too large"),
            Tx.of("plain", 50, 7).terminal("too long"),
            Tx.of("😀", 60, 0).terminal("decimal"));
    Scenario<String, Tx, Void, Alert<String>> scenario =
        Scenario.of(detector.toFunction()).keyedBy(Tx::customer, String.class);
    for (Tx event : events) {
      scenario = scenario.event(event, event.time()).watermark(event.time());
    }

    var outcome =
        scenario
            .endOfInput()
            .verify(
                ExecutionMatrix.of(
                    Cell.PLAIN,
                    new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1)),
                    new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1))));

    assertThat(outcome.values()).hasSize(1);
    Alert<String> alert = outcome.values().get(0);
    assertThat(alert.eventId()).isEqualTo("😀");
    assertThat(alert.evidence()).startsWith("café", "кот", "猫").endsWith("😀");
    assertThat(outcome.values(detector.missingFields()))
        .extracting(MissingField::eventId)
        .contains("", "plain");
  }

  @Test
  void numbersAreRoundedAlikeWhateverTheirClass() {
    Fields fields = new Fields(List.of("amount"), List.of(true), 2);
    for (String text : List.of("0.125", "-0.125", "2.5", "-2.5", "-0.375", "0.124", "-0.124")) {
      assertThat(fields.scaled(Double.valueOf(text)))
          .as(text)
          .isEqualTo(fields.scaled(new BigDecimal(text)));
    }
    assertThat(fields.scaled(-0.125)).isEqualTo(-13);
    assertThat(fields.scaled(0.125)).isEqualTo(13);
  }
}
