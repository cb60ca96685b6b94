// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommenderBuilderTest {

  private static RecommenderBuilder<Take, String, String> builder() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class);
  }

  @Test
  void aMissingBoundIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().neighbours(50).seen(200).build())
        .withMessage(
            "ItemRecommender: parameter 'history': nothing was given, but it bounds state; pass it,"
                + " say 20");
  }

  @Test
  void wholeCountsAndDecayContradictEachOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                builder()
                    .history(20)
                    .neighbours(50)
                    .seen(200)
                    .wholeCounts()
                    .halfLife(Duration.ofSeconds(1))
                    .build())
        .withMessage(
            "ItemRecommender: parameter 'halfLife': 1000 ms gives fractions, which wholeCounts()"
                + " rules out; drop one of them");
  }

  @Test
  void aValueOutOfRangeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().top(31))
        .withMessage("ItemRecommender: parameter 'top': 31 must be in 1..30; pass such a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().gapExponent(Double.NaN))
        .withMessageStartingWith("ItemRecommender: parameter 'gapExponent': NaN must be in 0..4");
  }

  @Test
  void aFunctionThatCannotBeSerializedIsNamed() {
    Object notSerializable = new Object();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().weight(e -> notSerializable.hashCode()))
        .withMessageStartingWith("ItemRecommender: parameter 'weight'");
  }

  private static RecommenderBuilder<Take, String, String> bounded() {
    return builder().history(20).neighbours(50).seen(200);
  }

  private static LocalPipeline fed(RecommenderBuilder<Take, String, String> builder) {
    LocalPipeline pipeline = new LocalPipeline(builder.build());
    for (int user = 0; user < 20; user++) {
      for (String item : List.of("a", "b", "c", "d")) {
        pipeline.take(Take.of("u" + user, item, 1_000));
      }
    }
    return pipeline;
  }

  private static double weight(LocalPipeline pipeline, String item, String neighbour) {
    ItemRow<String> row = pipeline.rows.states.get(item);
    return row.weights[Arrays.asList(row.items).indexOf(neighbour)];
  }

  @Test
  void everyOptionDoesWhatItsDocumentationSays() {
    assertThat(fed(bounded().top(2)).recommendations)
        .extracting(recommendation -> recommendation.items().size())
        .contains(2)
        .allMatch(size -> size <= 2);
    // Two positions apart: half, or as much as side by side.
    assertThat(weight(fed(bounded()), "a", "c")).isEqualTo(10);
    assertThat(weight(fed(bounded().gapExponent(0)), "a", "c")).isEqualTo(20);
    assertThat(bounded().rankExponent(2).build().recipe().settings().rankWeight(1)).isEqualTo(.25);
    LocalPipeline sharded = fed(bounded().shards(4));
    assertThat(sharded.fusion.states).hasSizeBetween(2, 4);
    assertThat(sharded.recommendations).hasSize(80);
    Settings settings =
        bounded()
            .transitionHalfLife(Duration.ofHours(3))
            .popularityHalfLives(Duration.ofHours(1), Duration.ofHours(2))
            .build()
            .recipe()
            .settings();
    assertThat(settings.transitionHalfLifeMillis()).isEqualTo(3 * 3_600_000);
    assertThat(settings.fastHalfLifeMillis()).isEqualTo(3_600_000);
    assertThat(settings.slowHalfLifeMillis()).isEqualTo(2 * 3_600_000);
  }
}
