// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.dedup.Duplicate;
import io.github.flinkpatterns.examples.frame.CloseReasons;
import io.github.flinkpatterns.profile.Interest;
import io.github.flinkpatterns.profile.Profile;
import io.github.flinkpatterns.recommend.Recommendation;
import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.window.WindowRanking;
import io.github.flinkpatterns.window.WindowResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The records that the job writes. */
final class StoreRecords {

  private StoreRecords() {}

  /**
   * What a user did without a pause longer than the gap.
   *
   * @param key the user
   * @param startMillis the first event's time
   * @param endMillis the last event's time
   * @param events the number of events
   * @param counts the number of events of each type that occurred
   * @param closeReason why the session ended
   */
  public record SessionRecord(
      String key,
      long startMillis,
      long endMillis,
      long events,
      Map<String, Long> counts,
      String closeReason) {

    static SessionRecord of(Session<String, long[]> session) {
      return new SessionRecord(
          session.key(),
          session.startMillis(),
          session.lastEventMillis(),
          session.events(),
          TypeCounts.byName(session.result()),
          CloseReasons.text(session.closeReason()));
    }
  }

  /**
   * A delivery of an event that was there before.
   *
   * @param eventId the event
   * @param userId whose it is
   * @param timestampMillis when it was
   * @param repetition 1 for the first repetition, 2 for the next
   */
  public record DuplicateRecord(
      String eventId, String userId, long timestampMillis, long repetition) {

    static DuplicateRecord of(Duplicate<StoreEvent> duplicate) {
      StoreEvent event = duplicate.event();
      return new DuplicateRecord(
          event.eventId(), event.userId(), event.timestampMillis(), duplicate.suppressed());
    }
  }

  /**
   * The purchases of a minute.
   *
   * @param windowStartMillis the first millisecond of the minute
   * @param windowEndMillis the first millisecond after it
   * @param revenue what was paid, exact to the cent
   * @param orders the number of purchases
   * @param average the revenue divided by the orders, rounded to six digits behind the point
   */
  public record RevenueRecord(
      long windowStartMillis,
      long windowEndMillis,
      BigDecimal revenue,
      long orders,
      BigDecimal average) {

    static RevenueRecord of(WindowResult<Integer, long[]> minute) {
      BigDecimal revenue = BigDecimal.valueOf(minute.result()[SalesTotals.CENTS], 2);
      long orders = minute.result()[SalesTotals.ORDERS];
      return new RevenueRecord(
          minute.startMillis(),
          minute.endMillis(),
          revenue,
          orders,
          revenue.divide(BigDecimal.valueOf(orders), 6, RoundingMode.HALF_UP));
    }
  }

  /**
   * A product among those that brought the most within ten minutes.
   *
   * @param windowStartMillis the first millisecond of the ten minutes
   * @param windowEndMillis the first millisecond after them
   * @param rank 1 for the most; equal revenues go by the item, ascending
   * @param itemId the product
   * @param revenue what was paid for it, exact to the cent
   */
  public record ProductRecord(
      long windowStartMillis, long windowEndMillis, int rank, String itemId, BigDecimal revenue) {

    static final TypeInformation<ProductRecord> TYPE =
        Types.POJO(
            ProductRecord.class,
            Map.of(
                "windowStartMillis", Types.LONG,
                "windowEndMillis", Types.LONG,
                "rank", Types.INT,
                "itemId", Types.STRING,
                "revenue", Types.BIG_DEC));

    static ProductRecord of(
        WindowRanking<String, long[]> ranking, WindowRanking.Place<String, long[]> place) {
      return new ProductRecord(
          ranking.startMillis(),
          ranking.endMillis(),
          place.rank(),
          place.key(),
          BigDecimal.valueOf(place.result()[SalesTotals.CENTS], 2));
    }
  }

  /**
   * What a user is interested in.
   *
   * @param userId the user
   * @param interests the score of each category, from 0 to 1, at most the 20 highest
   * @param counts the number of events of each type that occurred
   * @param updatedMillis the time of the user's latest event
   */
  public record ProfileRecord(
      String userId, Map<String, Double> interests, Map<String, Long> counts, long updatedMillis) {

    static ProfileRecord of(Profile<String> profile) {
      Map<String, Double> interests = new TreeMap<>();
      for (Interest interest : profile.interests()) {
        interests.put(interest.category(), interest.score());
      }
      return new ProfileRecord(
          profile.key(), interests, profile.counts(), profile.lastSeenMillis());
    }
  }

  /**
   * An item that is recommended.
   *
   * @param itemId the item
   * @param score about the chance that it is taken next
   */
  public record ItemRecord(String itemId, double score) {}

  /**
   * What a user may take next.
   *
   * @param userId the user
   * @param items best first
   * @param atMillis the time of the event that this follows
   */
  public record RecommendationRecord(String userId, List<ItemRecord> items, long atMillis) {

    static RecommendationRecord of(Recommendation<String, String> recommendation) {
      return new RecommendationRecord(
          recommendation.user(),
          recommendation.items().stream()
              .map(scored -> new ItemRecord(scored.item(), scored.score()))
              .toList(),
          recommendation.atMillis());
    }
  }

  /**
   * A user did too much of something.
   *
   * @param ruleId failed-logins, purchase-burst or high-spending
   * @param severity low, medium or high
   * @param key the user
   * @param eventId the event at which the rule fired
   * @param timestampMillis its time
   * @param value what the rule computed: a number of events, or what was paid
   * @param threshold what it was compared with
   * @param windowStartMillis the window's start, which does not count
   * @param windowEndMillis the window's end, which counts
   * @param events how many events the value was computed from
   * @param evidence the newest of them, at most 20
   * @param suppressed alerts that the cool-down has held back since the last one
   */
  public record AlertRecord(
      String ruleId,
      String severity,
      String key,
      String eventId,
      long timestampMillis,
      double value,
      double threshold,
      long windowStartMillis,
      long windowEndMillis,
      long events,
      List<String> evidence,
      long suppressed) {

    static AlertRecord of(Alert<String> alert) {
      return new AlertRecord(
          alert.ruleId(),
          alert.severity().name().toLowerCase(Locale.ROOT),
          alert.key(),
          alert.eventId(),
          alert.timestampMillis(),
          alert.value(),
          alert.threshold(),
          alert.windowStartMillis(),
          alert.windowEndMillis(),
          alert.events(),
          alert.evidence(),
          alert.suppressed());
    }
  }
}
