// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PendingEventsTest {

  private static EventTimeOrder<String> order(Comparator<String> ties) {
    EventTimeOrder<String> order = new EventTimeOrder<>(ties);
    order.open(StringSerializer.INSTANCE);
    return order;
  }

  private static List<String> taken(PendingEvents<String> pending, long millis) {
    return pending.takeUpTo(millis).stream().map(HeldEvent::event).toList();
  }

  @Test
  void theOrderOfArrivalNeverShows() {
    // By time, then by the first letter as the rule says, then by content.
    EventTimeOrder<String> order = order(Comparator.comparing(text -> -text.charAt(0)));
    List<HeldEvent<String>> events = new ArrayList<>();
    for (String event : List.of("a2", "b1", "a1", "b2", "a1")) {
      events.add(order.hold(event, 10));
    }
    events.add(order.hold("z", 11));
    events.add(order.hold("c", 9));
    Random random = new Random(4);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(events, random);
      PendingEvents<String> pending = new PendingEvents<>();
      events.forEach(held -> pending.add(held, order));
      assertThat(pending.due()).isEqualTo(9);
      assertThat(taken(pending, 8)).isEmpty();
      assertThat(taken(pending, 10)).containsExactly("c", "b1", "b2", "a1", "a1", "a2");
      assertThat(pending.due()).isEqualTo(11);
      assertThat(taken(pending, 11)).containsExactly("z");
      assertThat(pending.isEmpty()).isTrue();
      assertThat(pending.due()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void anEventAtTheLastMomentOfAllIsDueBeforeNever() {
    EventTimeOrder<String> order = order(Comparator.naturalOrder());
    PendingEvents<String> pending = new PendingEvents<>();
    pending.add(order.hold("end", Long.MAX_VALUE), order);
    assertThat(pending.due()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(taken(pending, Long.MAX_VALUE - 1)).containsExactly("end");
  }

  @Test
  void isReadAsItWasWrittenAndCopiedApart() throws IOException {
    EventTimeOrder<String> order = order(Comparator.naturalOrder());
    PendingEvents<String> pending = new PendingEvents<>();
    pending.add(order.hold("a", -5), order);
    pending.add(order.hold("b", 7), order);
    DataOutputSerializer out = new DataOutputSerializer(64);
    pending.write(StringSerializer.INSTANCE, out);
    PendingEvents<String> read =
        PendingEvents.read(
            StringSerializer.INSTANCE, new DataInputDeserializer(out.getCopyOfBuffer()));
    PendingEvents<String> copy = pending.copy(StringSerializer.INSTANCE);
    assertThat(taken(pending, -5)).containsExactly("a");
    assertThat(read).hasToString(copy.toString());
    assertThat(read.sizeInBytes()).isGreaterThan(pending.sizeInBytes());
    assertThat(taken(read, 7)).containsExactly("a", "b");
    assertThat(taken(copy, 7)).containsExactly("a", "b");
  }
}
