// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A savepoint goes on in a detector of other fields: what both have keeps its history. */
class VelocityFieldsTest {

  private static final Duration W = Duration.ofMillis(100);

  @RegisterExtension static final FlinkJobTest FLINK = FlinkJobTest.create();

  private static VelocityDetectorBuilder<Tx, String> start() {
    return VelocityDetector.on(Tx.class)
        .keyedBy(Tx::customer, String.class)
        .eventId(Tx::id)
        .maxEventsPerKey(100)
        .rule("spent", rule -> rule.sum("amount").atLeast(6).within(W));
  }

  private static VelocityDetectorBuilder<Tx, String> few() {
    return start().amount("amount", Tx::amount);
  }

  /** The field that both have stands at another place, and the new ones are used. */
  private static VelocityDetectorBuilder<Tx, String> many() {
    return start()
        .field("terminal", Tx::terminal)
        .amount("latitude", Tx::latitude)
        .amount("amount", Tx::amount)
        .rule("terminals", rule -> rule.distinct("terminal").atLeast(3).within(W));
  }

  /** Runs 24 payments, each 20 ms after the one before, through one detector after the other. */
  private static List<String> run(List<VelocityDetectorBuilder<Tx, String>> detectors) {
    List<Tx> payments = new ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      payments.add(Tx.of("e" + i, 20L * i, 2).terminal("t" + i));
    }
    Deque<VelocityDetector<Tx, String>> starts =
        new ArrayDeque<>(detectors.stream().map(VelocityDetectorBuilder::build).toList());
    return FLINK
        .job(
            JobSource.of(Tx.class, payments, Tx::time),
            in ->
                starts
                    .remove()
                    .applyTo(in, "velocity")
                    .map(alert -> alert.ruleId() + " " + alert.eventId())
                    .returns(Types.STRING)
                    .uid("text"))
        .rescale(detectors.stream().mapToInt(each -> 1).toArray())
        .config("restart-strategy.type", "none")
        .run()
        .committed();
  }

  @Test
  void fieldsMayComeAndGo() {
    List<String> expected = new ArrayList<>();
    for (int i = 3; i <= 24; i++) {
      expected.add("spent e" + i); // three of 2 within 100 ms
    }

    List<String> alerts = run(List.of(few(), many(), few()));

    assertThat(alerts)
        .filteredOn(alert -> alert.startsWith("spent"))
        .containsExactlyInAnyOrderElementsOf(expected);
    // The new field is known of new payments alone: from the third in the second detector on.
    assertThat(alerts)
        .filteredOn(alert -> alert.startsWith("terminals"))
        .contains("terminals e16")
        .doesNotContain("terminals e8", "terminals e9", "terminals e17");
  }

  @Test
  void numbersKeepTheirDecimals() {
    assertThatThrownBy(() -> run(List.of(few(), few().decimals(2))))
        .hasMessageContaining("decimals cannot change over a savepoint");
  }
}
