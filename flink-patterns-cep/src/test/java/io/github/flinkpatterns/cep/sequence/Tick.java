// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.bridge.Timed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The events of these tests. {@code id} orders those of one moment. */
public record Tick(String key, long time, String type, double value, long id) {

  static final long WINDOW = 40;

  static final Comparator<Tick> ORDER =
      Comparator.comparingLong(Tick::time).thenComparingLong(Tick::id);

  boolean is(String one) {
    return type.equals(one);
  }

  /** One of the letters of the type. */
  boolean has(String letter) {
    return type.contains(letter);
  }

  static int byId(Tick a, Tick b) {
    return Long.compare(a.id, b.id);
  }

  Timed<Tick> timed() {
    return new Timed<>(time, this);
  }

  /**
   * Events in order of time, of several keys: with ties, with duplicates (that differ in the id
   * alone), with gaps that are longer than the window.
   */
  static List<Tick> random(long seed, int keys, int perKey, String... types) {
    Random random = new Random(seed);
    List<Tick> ticks = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      long now = 1_000;
      double value = 100;
      for (int i = 0; i < perKey; i++) {
        int step = random.nextInt(12);
        now += step == 0 ? 0 : step == 1 ? WINDOW : step == 2 ? 2 * WINDOW : step;
        value = Math.max(5, value + 4 * (random.nextInt(15) - 7));
        String type = types[random.nextInt(types.length)];
        Tick tick = new Tick("key" + k, now, type, value, ticks.size());
        ticks.add(tick);
        if (random.nextInt(15) == 0) {
          ticks.add(new Tick(tick.key, now, type, value, ticks.size()));
        }
      }
    }
    ticks.sort(ORDER);
    return ticks;
  }

  /** Returns what these tests compare of a match, a near miss, or an event put aside. */
  static String text(Object result) {
    if (result instanceof PatternMatch<?, ?> m) {
      return "match " + m.key() + " " + m.startMillis() + "-" + m.endMillis() + ids(m.events());
    }
    if (result instanceof PatternTimeout<?, ?> t) {
      return "near " + t.key() + " " + t.startMillis() + "-" + t.deadlineMillis() + ids(t.events());
    }
    return "aside " + ((Tick) result).id;
  }

  private static String ids(List<? extends MatchedEvent<?>> events) {
    return events.stream()
        .map(e -> e.stage() + ((Tick) e.event()).id)
        .collect(Collectors.joining(" ", " [", "]"));
  }
}
