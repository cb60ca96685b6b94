// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
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
}
