// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All users are there after one event of each, as if they had been for long. */
class RegularsTest {

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 100_000})
  void eachComesOnceAndInOrder(int users) {
    Regulars regulars = new Regulars(users);
    Set<String> names = new HashSet<>();
    long time = -1;
    for (int i = 0; i < users + 1_000; i++) {
      StreamRecord<Visit> event = regulars.event(i);
      if (i < users) {
        names.add(event.getValue().user());
      }
      assertThat(event.getTimestamp()).isGreaterThanOrEqualTo(Math.max(0, time));
      time = event.getTimestamp();
      assertThat(regulars.watermark(i)).isEqualTo(time);
    }
    assertThat(names).hasSize(users);
  }

  @Test
  void asManyAreWithinThreeMeanPausesAsAreAlways() {
    int users = 100_000;
    Regulars regulars = new Regulars(users);
    long now = regulars.watermark(users);
    long recent = 0;
    for (int i = 0; i < users; i++) {
      if (regulars.event(i).getTimestamp() > now - 3L * users) {
        recent++;
      }
    }
    assertThat(recent / (double) users).isCloseTo(1 - Math.exp(-3), within(.001));
  }
}
