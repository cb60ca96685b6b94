// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.recommend.Recommendation;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The records that the job writes. */
final class RecommendRecords {

  private RecommendRecords() {}

  /**
   * An item that is recommended.
   *
   * @param itemId the item
   * @param score about the chance that it is taken next
   */
  public record ItemRecord(String itemId, double score) {

    static final TypeInformation<ItemRecord> TYPE =
        Types.POJO(ItemRecord.class, Map.of("itemId", Types.STRING, "score", Types.DOUBLE));
  }

  /**
   * What a user may take next.
   *
   * @param userId the user
   * @param items best first
   * @param atMillis the time of the event that this follows
   */
  public record RecommendationRecord(String userId, List<ItemRecord> items, long atMillis) {

    static final TypeInformation<RecommendationRecord> TYPE =
        Types.POJO(
            RecommendationRecord.class,
            Map.of(
                "userId", Types.STRING,
                "items", Types.LIST(ItemRecord.TYPE),
                "atMillis", Types.LONG));

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
   * How well the recommendations foretold what users took.
   *
   * @param events the events read
   * @param evaluated those of a user with history whose item was new to that user
   * @param hitRateAt10 how many of these had the item among the ten, from 0 to 1
   * @param mrrAt10 the mean of 1 / rank, 0 where it was not among the ten
   * @param ndcgAt10 the mean of 1 / log2(rank + 1), 0 where it was not among the ten
   */
  public record EvaluationRecord(
      long events, long evaluated, double hitRateAt10, double mrrAt10, double ndcgAt10) {

    static final TypeInformation<EvaluationRecord> TYPE =
        Types.POJO(
            EvaluationRecord.class,
            Map.of(
                "events", Types.LONG,
                "evaluated", Types.LONG,
                "hitRateAt10", Types.DOUBLE,
                "mrrAt10", Types.DOUBLE,
                "ndcgAt10", Types.DOUBLE));
  }
}
