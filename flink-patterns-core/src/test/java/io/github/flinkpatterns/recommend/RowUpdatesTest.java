// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is combined before the shuffle, against what is sent one by one. */
class RowUpdatesTest {

  private static final Recipe<Take, String, String> RECIPE =
      ItemRecommender.on(Take.class)
          .user(Take::user, String.class)
          .item(Take::item, String.class)
          .history(10)
          .neighbours(50)
          .seen(100)
          .halfLife(Duration.ofHours(1))
          .calibrateEvery(1_000)
          .build()
          .recipe()
          .forRequests();

  private static List<RowMessage<String, String>> messages() {
    List<RowMessage<String, String>> messages = new ArrayList<>();
    var users = new LocalPipeline.Step<>(new UserLogic<>(RECIPE), Take::user, messages::add);
    Random random = new Random(5);
    for (int k = 0; k < 3_000; k++) {
      // Up to an hour out of order.
      long millis = 60_000L * k - random.nextInt(3_600_000);
      users.take(Take.of("u" + random.nextInt(80), "i" + random.nextInt(30), millis), millis);
    }
    return messages;
  }

  private static LocalPipeline.Step<
          String, RowMessage<String, String>, ItemRow<String>, RowReply<String, String>>
      rows() {
    return new LocalPipeline.Step<>(new RowLogic<>(RECIPE), RowMessage::item, reply -> {});
  }

  @Test
  void rowsLearnTheSameFromFewerMessages() {
    var combiner = new RowUpdates<String, String>(RECIPE.settings());
    var alone = rows();
    var combined = rows();
    Map<Object, RowUpdates.Gathered<String, String>> held = new LinkedHashMap<>();
    int waiting = 0;
    for (RowMessage<String, String> message : messages()) {
      alone.take(message, message.timeMillis());
      Object key = combiner.keyOf(message);
      if (key == null) {
        combined.take(message, message.timeMillis());
        continue;
      }
      if (held.containsKey(key)) {
        combiner.add(held.get(key), message);
      } else {
        held.put(key, combiner.start(message));
      }
      if (++waiting % 500 == 0) {
        held.values().forEach(h -> combined.take(combiner.end(h), 0));
        held.clear();
      }
    }
    held.values().forEach(h -> combined.take(combiner.end(h), 0));

    assertThat(combined.taken).isLessThan(alone.taken / 2);
    assertThat(combined.states.keySet()).isEqualTo(alone.states.keySet());
    alone.states.forEach((item, row) -> assertSame(combined.states.get(item), row));
  }

  private static void assertSame(ItemRow<String> found, ItemRow<String> expected) {
    double scale = Decay.shrink(found.landmark, expected.landmark, 3_600_000);
    assertThat(found.size).isEqualTo(expected.size);
    assertThat(found.count * scale).isCloseTo(expected.count, within(expected.count * 1e-5));
    for (int k = 0; k < expected.size; k++) {
      int at = java.util.Arrays.asList(found.items).indexOf(expected.items[k]);
      assertThat(found.weights[at] * scale)
          .isCloseTo(expected.weights[k], within(expected.weights[k] * 1e-4));
    }
  }

  @Test
  void whatAsksOrCountsIsNeverHeld() {
    var combiner = new RowUpdates<String, String>(RECIPE.settings());
    assertThat(messages())
        .filteredOn(m -> m.question() != null || m.parts() > 0 || m.count() > 0)
        .isNotEmpty()
        .allSatisfy(m -> assertThat(combiner.keyOf(m)).isNull());
  }

  @Test
  void aSumBeyondTheWholeNumbersOfAFloatIsSentInParts() {
    var combiner = new RowUpdates<String, String>(RECIPE.settings());
    var message =
        new RowMessage<String, String>(
            "a",
            "ann",
            1,
            1,
            0,
            5,
            0,
            new Object[] {"b"},
            new float[] {(1 << 24) - 1},
            new float[] {0},
            null);
    var gathered = combiner.start(message);
    combiner.add(gathered, message);

    assertThat(combiner.end(gathered).others()).containsExactly("b", "b");
    assertThat(combiner.end(gathered).weights())
        .containsExactly((float) ((1 << 24) - 1), (float) ((1 << 24) - 1));
  }
}
