// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.storefront.StoreRecords.AlertRecord;
import io.github.flinkpatterns.examples.storefront.StoreRecords.ProfileRecord;
import io.github.flinkpatterns.examples.storefront.StoreRecords.RecommendationRecord;
import io.github.flinkpatterns.profile.EventWeights;
import io.github.flinkpatterns.profile.UserProfiler;
import io.github.flinkpatterns.recommend.ItemRecommender;
import io.github.flinkpatterns.velocity.Severity;
import io.github.flinkpatterns.velocity.VelocityDetector;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What is known of each user: profile, recommendations and alerts. */
final class Shoppers {

  static final int FAILED_LOGINS = 5;
  static final int PURCHASES = 4;
  static final int SPENT = 500;
  static final Duration FAILED_LOGINS_WITHIN = Duration.ofMinutes(5);
  static final Duration PURCHASES_WITHIN = Duration.ofMinutes(10);
  static final Duration SPENT_WITHIN = Duration.ofHours(1);

  /** A burst of failed logins is one alert, and one more for every ten minutes that it lasts. */
  static final Duration COOLDOWN = Duration.ofMinutes(10);

  private static final Duration FORGET = Duration.ofDays(90);
  private static final int MAX_EVENTS_PER_USER = 10_000;

  private Shoppers() {}

  static void build(DataStream<StoreEvent> events, Outputs outputs) {
    profiles(events, outputs);
    recommendations(events, outputs);
    alerts(events, outputs);
  }

  @SuppressWarnings("NullAway") // an event without a category, such as a login, has no interest
  private static void profiles(DataStream<StoreEvent> events, Outputs outputs) {
    UserProfiler<StoreEvent, String> profiler =
        UserProfiler.on(StoreEvent.TYPE)
            .keyedBy(StoreEvent::userId, Types.STRING)
            .categoryBy(StoreEvent::category)
            .forgetAfterInactivity(FORGET)
            .interestsByMovingAverage(0.1)
            .weightedBy(event -> event.type().text(), EventWeights.shopping())
            .top(20)
            .emitEvery(Duration.ofMinutes(1))
            .build();
    outputs.write(profiler.applyTo(events, "profiles"), ProfileRecord::of, "profiles");
  }

  @SuppressWarnings("NullAway") // only events with an item get here
  private static void recommendations(DataStream<StoreEvent> events, Outputs outputs) {
    ItemRecommender<StoreEvent, String, String> recommender =
        ItemRecommender.on(StoreEvent.TYPE)
            .user(StoreEvent::userId, Types.STRING)
            .item(StoreEvent::itemId, Types.STRING)
            .history(20)
            .neighbours(50)
            .seen(200)
            .halfLife(Duration.ofDays(7))
            .forgetAfterInactivity(FORGET)
            .build();
    outputs.write(
        recommender.applyTo(
            events.filter(event -> event.itemId() != null).name("item-events").uid("item-events"),
            "recommend"),
        RecommendationRecord::of,
        "recommendations");
  }

  private static void alerts(DataStream<StoreEvent> events, Outputs outputs) {
    VelocityDetector<StoreEvent, String> detector =
        VelocityDetector.on(StoreEvent.TYPE)
            .keyedBy(StoreEvent::userId, Types.STRING)
            .eventId(StoreEvent::eventId)
            .field("type", event -> event.type().text())
            .amount("amount", StoreEvent::amount)
            .decimals(2)
            .rule(
                "failed-logins",
                rule ->
                    rule.count()
                        .where("type == 'login_failed'")
                        .atLeast(FAILED_LOGINS)
                        .within(FAILED_LOGINS_WITHIN)
                        .cooldown(COOLDOWN)
                        .severity(Severity.HIGH))
            .rule(
                "purchase-burst",
                rule ->
                    rule.count()
                        .where("type == 'purchase'")
                        .atLeast(PURCHASES)
                        .within(PURCHASES_WITHIN)
                        .severity(Severity.MEDIUM))
            .rule(
                "high-spending",
                rule ->
                    rule.sum("amount")
                        .where("type == 'purchase'")
                        .exceeds(SPENT)
                        .within(SPENT_WITHIN)
                        .severity(Severity.LOW))
            .maxEventsPerKey(MAX_EVENTS_PER_USER)
            .build();
    outputs.write(
        detector.applyTo(
            events
                .filter(
                    event ->
                        event.type() == EventType.LOGIN_FAILED
                            || event.type() == EventType.PURCHASE)
                .name("judged-events")
                .uid("judged-events"),
            "alerts"),
        AlertRecord::of,
        "alerts");
  }
}
