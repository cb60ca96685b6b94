// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static io.github.flinkpatterns.cep.sequence.Tick.WINDOW;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What each pattern should find, computed over all events of a key at once, in the plainest way.
 * Written from the Javadoc of the patterns, not from their code.
 */
final class Batch {

  private final List<Tick> events;
  private final List<String> found = new ArrayList<>();

  private Batch(List<Tick> events) {
    this.events = events;
  }

  /** Applies {@code pattern} to the events of each key in order, and gathers what it finds. */
  static List<String> of(List<Tick> all, Consumer<Batch> pattern) {
    TreeMap<String, List<Tick>> byKey = new TreeMap<>();
    all.stream()
        .sorted(Tick.ORDER)
        .forEach(tick -> byKey.computeIfAbsent(tick.key(), k -> new ArrayList<>()).add(tick));
    List<String> found = new ArrayList<>();
    for (List<Tick> events : byKey.values()) {
      Batch batch = new Batch(events);
      pattern.accept(batch);
      found.addAll(batch.found);
    }
    return found;
  }

  private void add(String what, Tick start, long end, String events) {
    found.add(what + " " + start.key() + " " + start.time() + "-" + end + " [" + events + "]");
  }

  /** A first and a last, with no absent one between; of several firsts the earliest. */
  void firstThenLast(
      Predicate<Tick> first,
      Predicate<Tick> absent,
      Predicate<Tick> last,
      String firstName,
      String lastName) {
    boolean[] done = new boolean[events.size()];
    for (int i = 0; i < events.size(); i++) {
      if (done[i] || !first.test(events.get(i))) {
        continue;
      }
      Tick start = events.get(i);
      String begun = firstName + start.id();
      int j = i + 1;
      while (j < events.size()
          && events.get(j).time() < start.time() + WINDOW
          && !absent.test(events.get(j))
          && !last.test(events.get(j))) {
        j++;
      }
      if (j == events.size() || events.get(j).time() >= start.time() + WINDOW) {
        add("near", start, start.time() + WINDOW, begun);
      } else if (last.test(events.get(j))) {
        Tick end = events.get(j);
        add("match", start, end.time(), begun + " " + lastName + end.id());
        for (int used = i; used <= j; used++) {
          done[used] = true;
        }
      }
    }
  }

  /** A first that no absent one follows within the window. */
  void firstThenNothing(Predicate<Tick> first, Predicate<Tick> absent) {
    for (int i = 0; i < events.size(); i++) {
      Tick start = events.get(i);
      boolean prevented =
          events.subList(i + 1, events.size()).stream()
              .anyMatch(e -> e.time() < start.time() + WINDOW && absent.test(e));
      if (first.test(start) && !prevented) {
        add("match", start, start.time() + WINDOW, "first" + start.id());
      }
    }
  }

  /** The first base that finds a price before the window is over; then on behind that price. */
  void moveByStart(boolean up, double share, double near) {
    int reported = -1;
    for (int i = 0; i < events.size(); i++) {
      int peak = i;
      int end = -1;
      for (int j = i + 1; j < events.size() && inWindow(i, j) && end < 0; j++) {
        if (moved(i, j, up, share)) {
          end = j;
        } else if (up
            ? events.get(j).value() > events.get(peak).value()
            : events.get(j).value() < events.get(peak).value()) {
          peak = j;
        }
      }
      if (end >= 0) {
        add("match", events.get(i), events.get(end).time(), pair(i, end));
        i = end;
      } else if (peak > Math.max(i, reported) && moved(i, peak, up, near)) {
        reported = peak;
        add("near", events.get(i), events.get(i).time() + WINDOW, pair(i, peak));
      }
    }
  }

  /** The first price that has a base; then on behind that price. Matches alone. */
  void moveAtOnce(boolean up, double share) {
    int from = 0;
    for (int j = 0; j < events.size(); j++) {
      for (int i = from; i < j && from <= i; i++) {
        if (inWindow(i, j) && moved(i, j, up, share)) {
          add("match", events.get(i), events.get(j).time(), pair(i, j));
          from = j + 1;
        }
      }
    }
  }

  private boolean inWindow(int i, int j) {
    return events.get(j).time() < events.get(i).time() + WINDOW;
  }

  private boolean moved(int i, int j, boolean up, double share) {
    double base = events.get(i).value();
    double price = events.get(j).value();
    return up ? price > base * (1 + share) : price < base * (1 - share);
  }

  private String pair(int i, int j) {
    return "base" + events.get(i).id() + " peak" + events.get(j).id();
  }

  /** A strict fall, then a strict rise to the level of the start. */
  void vShape(double fall) {
    for (int i = 0; i < events.size(); i++) {
      double start = events.get(i).value();
      int j = i + 1;
      while (j < events.size() && inWindow(i, j) && value(j) < value(j - 1)) {
        j++;
      }
      int bottom = j - 1;
      boolean deep = bottom > i && value(bottom) <= start * (1 - fall);
      while (deep
          && j < events.size()
          && inWindow(i, j)
          && value(j) > value(j - 1)
          && value(j) < start) {
        j++;
      }
      boolean over = j == events.size() || !inWindow(i, j);
      if (over && deep) {
        add("near", events.get(i), events.get(i).time() + WINDOW, shape(i, bottom, j - 1, j));
      } else if (!over && deep && value(j) > value(j - 1) && value(j) >= start) {
        add("match", events.get(i), events.get(j).time(), shape(i, bottom, j - 1, j + 1));
        i = j;
      }
    }
  }

  private double value(int i) {
    return events.get(i).value();
  }

  private String shape(int start, int bottom, int lastRise, int end) {
    List<String> names = new ArrayList<>();
    for (int i = start; i < end; i++) {
      String stage =
          i == start ? "start" : i <= bottom ? "fall" : i <= lastRise ? "rise" : "recovery";
      names.add(stage + events.get(i).id());
    }
    return String.join(" ", names);
  }

  /** Additions up to a purchase, or to the end of the window after the last. */
  void carts() {
    List<Tick> cart = new ArrayList<>();
    for (Tick event : events) {
      if (!cart.isEmpty() && event.time() >= last(cart).time() + WINDOW) {
        abandon(cart);
      }
      if (event.is("buy") || event.is("empty")) {
        cart.clear();
      } else if (event.is("add")) {
        cart.add(event);
      }
    }
    if (!cart.isEmpty()) {
      abandon(cart);
    }
  }

  private void abandon(List<Tick> cart) {
    List<String> names = new ArrayList<>();
    cart.forEach(tick -> names.add("added" + tick.id()));
    add("match", cart.get(0), last(cart).time() + WINDOW, String.join(" ", names));
    cart.clear();
  }

  private static Tick last(List<Tick> cart) {
    return cart.get(cart.size() - 1);
  }
}
