// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.generate.Delivery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the job must give for the generator's lines, from what the generator knows of them: every
 * event once, all of them sorted, no streams, no windows, no operators. Records are texts, sorted.
 */
final class StoreReference {

  private static final long MINUTE = 60_000;
  private static final Map<String, Double> WEIGHTS =
      Map.of("view", 0.1, "click", 0.3, "like", 0.5, "purchase", 1.0);

  private record Event(
      String id, String user, String item, String category, String type, long cents, long time) {}

  final List<String> lines = new ArrayList<>();
  final List<String> duplicates = new ArrayList<>();
  int malformed;

  /** "user time" of each event that concerns an item. */
  final List<String> itemEvents = new ArrayList<>();

  private final List<Event> events = new ArrayList<>();
  private final Map<String, List<Event>> byUser = new TreeMap<>();

  StoreReference(int count, long seed) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    for (Delivery delivery : (Iterable<Delivery>) () -> new StoreGenerator(count, seed)) {
      lines.add(delivery.line());
      switch (delivery.kind()) {
        case FIRST -> events.add(event(json.readTree(delivery.line())));
        case REPEATED ->
            duplicates.add(json.readTree(delivery.line()).path("eventId").asText() + " 1");
        case MALFORMED -> malformed++;
      }
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::id));
    for (Event event : events) {
      byUser.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
      if (!event.item().isEmpty()) {
        itemEvents.add(event.user() + " " + event.time());
      }
    }
    Collections.sort(duplicates);
    Collections.sort(itemEvents);
  }

  private static Event event(JsonNode json) {
    return new Event(
        json.path("eventId").asText(),
        json.path("userId").asText(),
        json.path("itemId").asText(),
        json.path("category").asText(),
        json.path("type").asText(),
        new BigDecimal(json.path("amount").asText("0")).movePointRight(2).longValueExact(),
        json.path("timestampMillis").asLong());
  }

  private static String money(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }

  /** "user start end events counts" of each session. */
  List<String> sessions(long gap) {
    List<String> sessions = new ArrayList<>();
    byUser.forEach(
        (user, all) -> {
          int from = 0;
          for (int i = 1; i <= all.size(); i++) {
            if (i == all.size() || all.get(i).time() - all.get(i - 1).time() > gap) {
              Map<String, Long> counts = new TreeMap<>();
              all.subList(from, i).forEach(event -> counts.merge(event.type(), 1L, Long::sum));
              sessions.add(
                  user
                      + " "
                      + all.get(from).time()
                      + " "
                      + all.get(i - 1).time()
                      + " "
                      + (i - from)
                      + " "
                      + counts);
              from = i;
            }
          }
        });
    return sorted(sessions);
  }

  /** "start end revenue orders average" of each minute with purchases. */
  List<String> revenue() {
    Map<Long, List<Event>> minutes = new TreeMap<>();
    for (Event event : events) {
      if (event.type().equals("purchase")) {
        minutes.computeIfAbsent(event.time() / MINUTE, m -> new ArrayList<>()).add(event);
      }
    }
    List<String> revenue = new ArrayList<>();
    minutes.forEach(
        (minute, sold) -> {
          long cents = sold.stream().mapToLong(Event::cents).sum();
          revenue.add(
              minute * MINUTE
                  + " "
                  + (minute + 1) * MINUTE
                  + " "
                  + money(cents)
                  + " "
                  + sold.size()
                  + " "
                  + String.format(Locale.ROOT, "%.4f", cents / 100.0 / sold.size()));
        });
    return sorted(revenue);
  }

  /** "start end rank item revenue" of the best items of ten minutes, every minute. */
  List<String> topProducts(int top) {
    Map<Long, Map<String, Long>> windows = new TreeMap<>();
    for (Event event : events) {
      if (event.type().equals("purchase")) {
        for (int i = 1; i <= 10; i++) {
          windows
              .computeIfAbsent(event.time() / MINUTE + i, end -> new TreeMap<>())
              .merge(event.item(), event.cents(), Long::sum);
        }
      }
    }
    List<String> best = new ArrayList<>();
    windows.forEach(
        (end, items) -> {
          List<String> ranked = new ArrayList<>(items.keySet());
          ranked.sort(
              Comparator.comparing((String item) -> -items.getOrDefault(item, 0L))
                  .thenComparing(item -> item));
          for (int i = 0; i < Math.min(top, ranked.size()); i++) {
            best.add(
                (end - 10) * MINUTE
                    + " "
                    + end * MINUTE
                    + " "
                    + (i + 1)
                    + " "
                    + ranked.get(i)
                    + " "
                    + money(items.getOrDefault(ranked.get(i), 0L)));
          }
        });
    return sorted(best);
  }

  /** "user updated interests counts" at the end of each minute in which a profile changed. */
  List<String> profiles() {
    List<String> profiles = new ArrayList<>();
    byUser.forEach(
        (user, all) -> {
          Map<String, Double> interests = new TreeMap<>();
          Map<String, Long> counts = new TreeMap<>();
          List<Event> ordered = new ArrayList<>(all);
          ordered.sort(
              Comparator.comparingLong(Event::time)
                  .thenComparing(Event::category)
                  .thenComparing(Event::type));
          for (int i = 0; i < ordered.size(); i++) {
            Event event = ordered.get(i);
            counts.merge(event.type(), 1L, Long::sum);
            Double weight = WEIGHTS.get(event.type());
            if (weight != null) {
              double before = interests.getOrDefault(event.category(), 0.0);
              interests.put(event.category(), before + 0.1 * (weight - before));
            }
            if (i + 1 == ordered.size()
                || ordered.get(i + 1).time() / MINUTE > event.time() / MINUTE) {
              profiles.add(profile(user, event.time(), interests, counts));
            }
          }
        });
    return sorted(profiles);
  }

  static String profile(
      String user, long updated, Map<String, Double> interests, Map<String, Long> counts) {
    StringBuilder text = new StringBuilder(user + " " + updated + " " + new TreeMap<>(counts));
    new TreeMap<>(interests)
        .forEach(
            (category, score) ->
                text.append(String.format(Locale.ROOT, " %s=%.9f", category, score)));
    return text.toString();
  }

  /** "rule user event value suppressed" of each alert. */
  List<String> alerts() {
    List<String> alerts = new ArrayList<>();
    byUser.forEach(
        (user, all) -> {
          long lastAlert = Long.MIN_VALUE / 2;
          long suppressed = 0;
          for (int i = 0; i < all.size(); i++) {
            Event event = all.get(i);
            if (event.type().equals("login_failed")) {
              List<Event> recent = recent(all, i, "login_failed", 5 * MINUTE);
              if (recent.size() >= 5 && event.time() - lastAlert >= 10 * MINUTE) {
                alerts.add(alert("failed-logins", event, recent.size(), suppressed));
                lastAlert = event.time();
                suppressed = 0;
              } else if (recent.size() >= 5) {
                suppressed++;
              }
            }
            if (event.type().equals("purchase")) {
              int bought = recent(all, i, "purchase", 10 * MINUTE).size();
              if (bought >= 4) {
                alerts.add(alert("purchase-burst", event, bought, 0));
              }
              long cents =
                  recent(all, i, "purchase", 60 * MINUTE).stream().mapToLong(Event::cents).sum();
              if (cents > 500_00) {
                alerts.add(alert("high-spending", event, cents / 100.0, 0));
              }
            }
          }
        });
    return sorted(alerts);
  }

  private static String alert(String rule, Event event, double value, long suppressed) {
    return rule + " " + event.user() + " " + event.id() + " " + value + " " + suppressed;
  }

  /** The events of the type up to the one at the index, later than the window before it. */
  private static List<Event> recent(List<Event> all, int index, String type, long window) {
    long after = all.get(index).time() - window;
    return all.subList(0, index + 1).stream()
        .filter(event -> event.type().equals(type) && event.time() > after)
        .toList();
  }

  private static List<String> sorted(List<String> records) {
    Collections.sort(records);
    return records;
  }
}
