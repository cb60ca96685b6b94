// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State goes on in a detector of other fields: what both have keeps its history. */
class VelocityFieldsTest {

  private static final Duration W = Duration.ofMillis(100);

  private static final ExecutionMatrix RESTORES =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1)),
          new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 2)));

  private static VelocityDetectorBuilder<Tx, String> start() {
    return VelocityDetector.on(Tx.class)
        .keyedBy(Tx::customer, String.class)
        .eventId(Tx::id)
        .maxEventsPerKey(100);
  }

  private static VelocityDetectorBuilder<Tx, String> spent(
      VelocityDetectorBuilder<Tx, String> builder) {
    return builder.rule("spent", rule -> rule.sum("amount").atLeast(6).within(W));
  }

  private static VelocityDetector<Tx, String> few() {
    return spent(start().amount("amount", Tx::amount)).build();
  }

  /** The field that both have stands at another place. */
  private static VelocityDetector<Tx, String> many() {
    return spent(
            start()
                .field("terminal", Tx::terminal)
                .amount("latitude", Tx::latitude)
                .amount("amount", Tx::amount))
        .rule("never", rule -> rule.distinct("terminal").atLeast(50).within(W))
        .build();
  }

  private static Scenario<String, Tx, Void, Alert<String>> script(
      VelocityDetector<Tx, String> detector) {
    Scenario<String, Tx, Void, Alert<String>> scenario =
        Scenario.of(detector.toFunction()).keyedBy(Tx::customer, String.class);
    for (int i = 1; i <= 8; i++) {
      scenario = scenario.event(Tx.of("e" + i, 30L * i, 2), 30L * i).watermark(30L * i);
    }
    return scenario.endOfInput();
  }

  @Test
  void fieldsMayComeAndGo() {
    KeyedLogic<String, Tx, VelocityValue, Alert<String>> many = many().logic();
    List<Alert<String>> alerts =
        script(few())
            .alternatingWith(FastHost.operator(many, Tx::customer, CacheSettings.defaults()))
            .verify(RESTORES)
            .values();
    // Three of 2 within 100 ms, from the third on.
    assertThat(alerts)
        .extracting(Alert::eventId)
        .containsExactly("e3", "e4", "e5", "e6", "e7", "e8");
  }

  @Test
  void numbersKeepTheirDecimals() {
    VelocityDetector<Tx, String> finer =
        spent(start().amount("amount", Tx::amount)).decimals(4).build();
    assertThatThrownBy(() -> script(few()).alternatingWith(finer.toFunction()).verify(RESTORES))
        .hasStackTraceContaining("decimals cannot change over a savepoint");
  }
}
