// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.dedup.Duplicate;
import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.VelocityDetector;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.WindowResult;
import io.github.flinkpatterns.window.Windows;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Four operators over one stream of payments, without a source or a sink: what the tests test. */
public record ShopPipeline(
    DataStream<Duplicate<Payment>> repeated,
    DataStream<Session<String, Long>> visits,
    DataStream<WindowResult<String, Long>> sales,
    DataStream<Alert<String>> alerts) {

  /** Wires the operators. A uid names the state of each in savepoints: it never changes. */
  public static ShopPipeline over(DataStream<Payment> payments) {
    // docs: begin operators
    var dedup = onceADay();
    var unique = dedup.applyTo(payments, "once-a-day");

    var visits =
        SessionAggregator.on(Payment.class)
            .keyedBy(Payment::customer, String.class)
            .closeAfterInactivity(Duration.ofMinutes(30))
            .aggregate(new SumOfCents())
            .build();

    var sales =
        WindowAggregator.on(Payment.class)
            .keyedBy(Payment::category, String.class)
            .windows(Windows.tumbling(Duration.ofHours(1)))
            .aggregate(new SumOfCents())
            .build();

    var bursts =
        VelocityDetector.on(Payment.class)
            .keyedBy(Payment::customer, String.class)
            .eventId(Payment::id)
            .rule(
                "burst",
                rule ->
                    rule.count()
                        .atLeast(4)
                        .within(Duration.ofMinutes(2))
                        .cooldown(Duration.ofMinutes(10)))
            .maxEventsPerKey(1_000)
            .build();

    return new ShopPipeline(
        unique.getSideOutput(dedup.duplicates()),
        visits.applyTo(unique, "visits"),
        sales.applyTo(unique, "sales"),
        bursts.applyTo(unique, "bursts"));
    // docs: end operators
  }

  /** Lets each payment pass once a day; a test of its own looks at it. */
  static Deduplicator<Payment, String> onceADay() {
    return Deduplicator.on(Payment.class)
        .keyedBy(Payment::id, String.class)
        .within(Duration.ofHours(24))
        .emitDuplicates()
        .build();
  }

  /** Returns all results, one line each. */
  DataStream<String> lines() {
    return repeated
        .map(again -> "repeated " + again.event().id(), Types.STRING)
        .uid("repeated-lines")
        .union(
            visits
                .map(
                    visit ->
                        "visit    %s from %s: %d payments, %s"
                            .formatted(
                                visit.key(),
                                Instant.ofEpochMilli(visit.startMillis()),
                                visit.events(),
                                amount(visit.result())),
                    Types.STRING)
                .uid("visit-lines"),
            sales
                .map(
                    hour ->
                        "sales    %s from %s: %s"
                            .formatted(
                                hour.key(),
                                Instant.ofEpochMilli(hour.startMillis()),
                                amount(hour.result())),
                    Types.STRING)
                .uid("sales-lines"),
            alerts
                .map(
                    alert ->
                        "alert    %s of %s at %s: %s"
                            .formatted(
                                alert.ruleId(),
                                alert.key(),
                                Instant.ofEpochMilli(alert.timestampMillis()),
                                alert.evidence()),
                    Types.STRING)
                .uid("alert-lines"));
  }

  private static String amount(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}
