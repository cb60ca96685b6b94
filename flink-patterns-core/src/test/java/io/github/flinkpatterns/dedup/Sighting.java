// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A test event: an id seen at a moment; {@code number} tells copies apart. */
public record Sighting(String id, long at, int number) {

  /** An event, or a watermark if {@code event} is null. */
  record Input(Sighting event, long watermark) {}

  /**
   * Returns a disordered stream: few ids and a narrow range of times, so that ties, copies before
   * and after, late events and redeliveries all happen; watermarks run behind the newest event.
   */
  static List<Input> stream(long seed, int events, int ids, int step, int disorder, int delay) {
    Random random = new Random(seed);
    List<Input> inputs = new ArrayList<>();
    List<Sighting> sent = new ArrayList<>();
    long newest = 0;
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < events; i++) {
      newest += random.nextInt(step);
      Sighting event =
          !sent.isEmpty() && random.nextInt(6) == 0
              ? sent.get(random.nextInt(sent.size())) // redelivered as it was
              : new Sighting("id" + random.nextInt(ids), newest - random.nextInt(disorder + 1), i);
      sent.add(event);
      inputs.add(new Input(event, 0));
      if (random.nextInt(3) == 0 && newest - delay > watermark) {
        watermark = newest - delay;
        inputs.add(new Input(null, watermark));
      }
    }
    return inputs;
  }

  /** Returns the events with watermarks as early as they can be without making one late. */
  static List<Input> withPromptWatermarks(List<Input> events) {
    List<Input> inputs = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < events.size(); i++) {
      inputs.add(events.get(i));
      long next =
          events.subList(i + 1, events.size()).stream()
              .mapToLong(rest -> rest.event().at() - 1)
              .min()
              .orElse(Long.MIN_VALUE);
      if (next > watermark) {
        watermark = next;
        inputs.add(new Input(null, watermark));
      }
    }
    return inputs;
  }
}
