// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of state that docs/user-profiler.md states. */
class ProfileStateSizeTest {

  private static final long NOW = 1_770_000_000_000L;

  /** A state with categories of nine letters, the four types of a shop, and waiting events. */
  private static ProfileState state(int categories, boolean decayed, int waiting) {
    ProfileState state = new ProfileState(new FeatureValues(new int[0]));
    state.events = 2_000;
    state.lastSeen = NOW;
    if (decayed) {
      state.halfLife = 7L * 86_400_000;
      state.landmark = NOW - 30L * 86_400_000;
    }
    for (String type : List.of("view", "click", "like", "purchase")) {
      for (int i = 0; i < 500; i++) {
        state.types.add(type, UserProfilerBuilder.MAX_TYPES);
      }
    }
    for (int i = 0; i < categories; i++) {
      int index = state.categories.append(String.format("categ-%03d", i));
      state.categories.scores[index] = 1.0 / (i + 3);
      state.categories.events[index] = 20;
    }
    for (int i = 0; i < waiting; i++) {
      state.waiting.add(
          new Waiting.Said(NOW + 1_000L * i, "categ-001", "click", 0, FeatureValues.NONE));
    }
    return state;
  }

  @ParameterizedTest
  @CsvSource({"0, false, 0, 47", "10, false, 0, 237", "100, false, 0, 1947", "10, true, 5, 341"})
  void stateTakesTheBytesThatTheDocumentationSays(
      int categories, boolean decayed, int waiting, int bytes) throws IOException {
    ProfileState state = state(categories, decayed, waiting);
    DataOutputSerializer out = new DataOutputSerializer(64);
    new ProfileStateSerializer().serialize(state, out);
    assertThat(out.length()).isEqualTo(bytes);
    ProfileState back =
        new ProfileStateSerializer().deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(back).hasToString(state.toString());
    assertThat(state.copy()).hasToString(state.toString());
  }

  @ParameterizedTest
  @CsvSource({"10", "100"})
  void theBoundHoldsHoweverManyCategoriesComeAndGo(int max) throws Exception {
    var interests = new Interests.MovingAverage(0.1);
    ProfileState state = state(0, false, 0);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      interests.add(String.format("categ-%03d", i % 1_000), 1, NOW, state, max);
      if (i == 999 || i == 9_999) {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new ProfileStateSerializer().serialize(state, out);
        sizes.add(out.length());
      }
    }
    // Ten times the data: the same bytes, and 8 for each category that has an error.
    assertThat(sizes.get(1)).isEqualTo(sizes.get(0)).isLessThanOrEqualTo(70 + 28 * max);
    assertThat(state.sizeInBytes()).isLessThan(1_000 + 300 * max);
  }
}
