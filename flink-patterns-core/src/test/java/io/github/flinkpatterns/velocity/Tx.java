// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import org.jspecify.annotations.Nullable;

/** The event of the tests. */
public record Tx(
    String id,
    String customer,
    long time,
    @Nullable Double amount,
    @Nullable String terminal,
    @Nullable String outcome,
    @Nullable Double latitude,
    @Nullable Double longitude) {

  static Tx of(String id, long time, double amount) {
    return new Tx(id, "c", time, amount, "t", "ok", 0.0, 0.0);
  }

  Tx terminal(@Nullable String other) {
    return new Tx(id, customer, time, amount, other, outcome, latitude, longitude);
  }

  Tx outcome(@Nullable String other) {
    return new Tx(id, customer, time, amount, terminal, other, latitude, longitude);
  }

  Tx amount(@Nullable Double other) {
    return new Tx(id, customer, time, other, terminal, outcome, latitude, longitude);
  }

  Tx customer(String other) {
    return new Tx(id, other, time, amount, terminal, outcome, latitude, longitude);
  }

  Tx at(double newLatitude, double newLongitude) {
    return new Tx(id, customer, time, amount, terminal, outcome, newLatitude, newLongitude);
  }

  /** A detector of this event with all its fields; rules and bounds are still to be given. */
  static VelocityDetectorBuilder<Tx, String> detector() {
    return VelocityDetector.on(Tx.class)
        .keyedBy(Tx::customer, String.class)
        .eventId(Tx::id)
        .amount("amount", Tx::amount)
        .field("terminal", Tx::terminal)
        .field("outcome", Tx::outcome)
        .amount("latitude", Tx::latitude)
        .amount("longitude", Tx::longitude)
        .maxEventsPerKey(1_000);
  }
}
