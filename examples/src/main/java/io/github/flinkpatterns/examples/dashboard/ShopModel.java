// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the page shows, counted up from the job's records. Bounded; for one thread. */
final class ShopModel {

  /** As many minutes as the chart shows. */
  static final int MINUTES = 180;

  /** As many sessions and alerts as the lists show. */
  static final int RECENT = 40;

  private static final int USERS = 20_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final TreeMap<Long, JsonNode> minutes = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Integer, JsonNode>> rankings = new TreeMap<>();
  private final List<JsonNode> sessions = new ArrayList<>();
  private final List<JsonNode> alerts = new ArrayList<>();
  private final Map<String, User> users =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, User> eldest) {
          boolean remove = size() > USERS;
          if (remove && eldest.getValue().isOpen()) {
            open--;
          }
          return remove;
        }
      };
  private BigDecimal revenue = BigDecimal.ZERO;
  private long orders;
  private long open;

  /** What is known of a user. */
  private static final class User {

    private @Nullable JsonNode profile;
    private @Nullable JsonNode recommendation;
    private long activeMillis = Long.MIN_VALUE;
    private long closedMillis = Long.MIN_VALUE;

    /** Whether something was done behind the last session that is closed. */
    boolean isOpen() {
      return activeMillis > closedMillis;
    }
  }

  ShopModel(Iterable<String> streams) {
    streams.forEach(stream -> counts.put(stream, 0L));
  }

  void add(String stream, JsonNode record) {
    counts.merge(stream, 1L, Long::sum);
    switch (stream) {
      case "revenue" -> {
        minutes.put(record.path("windowEndMillis").asLong(), record);
        revenue = revenue.add(record.path("revenue").decimalValue());
        orders += record.path("orders").asLong();
        if (minutes.size() > MINUTES) {
          minutes.pollFirstEntry();
        }
      }
      case "top-products" -> {
        rankings
            .computeIfAbsent(record.path("windowEndMillis").asLong(), end -> new TreeMap<>())
            .put(record.path("rank").asInt(), record);
        if (rankings.size() > MINUTES) {
          rankings.pollFirstEntry();
        }
      }
      case "sessions" -> {
        remember(sessions, record, "endMillis");
        User user = user(record.path("key").asText());
        closed(user, record.path("endMillis").asLong());
      }
      case "alerts" -> remember(alerts, record, "timestampMillis");
      case "profiles" -> {
        User user = user(record.path("userId").asText());
        user.profile = later(user.profile, record, "updatedMillis");
        active(user, record.path("updatedMillis").asLong());
      }
      case "recommendations" -> {
        User user = user(record.path("userId").asText());
        user.recommendation = later(user.recommendation, record, "atMillis");
        active(user, record.path("atMillis").asLong());
      }
      default -> {
        // Only counted.
      }
    }
  }

  /** Keeps the newest by their own time: the files of two subtasks come one after the other. */
  private static void remember(List<JsonNode> recent, JsonNode record, String time) {
    int at = 0;
    while (at < recent.size() && recent.get(at).path(time).asLong() > record.path(time).asLong()) {
      at++;
    }
    recent.add(at, record);
    if (recent.size() > RECENT) {
      recent.remove(RECENT);
    }
  }

  private static JsonNode later(@Nullable JsonNode before, JsonNode record, String time) {
    return before != null && before.path(time).asLong() > record.path(time).asLong()
        ? before
        : record;
  }

  private User user(String id) {
    return users.computeIfAbsent(id, key -> new User());
  }

  private void active(User user, long millis) {
    boolean before = user.isOpen();
    user.activeMillis = Math.max(user.activeMillis, millis);
    count(before, user.isOpen());
  }

  private void closed(User user, long millis) {
    boolean before = user.isOpen();
    user.closedMillis = Math.max(user.closedMillis, millis);
    count(before, user.isOpen());
  }

  private void count(boolean before, boolean after) {
    open += (after ? 1 : 0) - (before ? 1 : 0);
  }

  /** Returns what the page shows of the shop. */
  ObjectNode snapshot() {
    ObjectNode shown = JSON.objectNode();
    ObjectNode streams = shown.putObject("counts");
    counts.forEach(streams::put);
    shown.put("revenue", revenue.toPlainString());
    shown.put("orders", orders);
    shown.put("openSessions", open);
    shown.put("closedSessions", counts.getOrDefault("sessions", 0L));
    shown.putArray("minutes").addAll(minutes.values());
    shown.putArray("top").addAll(top());
    shown.putArray("sessions").addAll(sessions);
    shown.putArray("alerts").addAll(alerts);
    return shown;
  }

  /**
   * The ranking of the ten minutes up to the last minute with purchases. There are later ones,
   * which hold less and less, when nobody buys any more.
   */
  private Collection<JsonNode> top() {
    Map.Entry<Long, TreeMap<Integer, JsonNode>> ranking =
        minutes.isEmpty() ? null : rankings.floorEntry(minutes.lastKey());
    return ranking == null ? List.of() : ranking.getValue().values();
  }

  /** Returns what is known of a user, null if nothing is. */
  @Nullable ObjectNode describe(String id) {
    User user = users.get(id);
    if (user == null) {
      return null;
    }
    ObjectNode shown = JSON.objectNode().put("userId", id).put("open", user.isOpen());
    shown.set("profile", user.profile);
    shown.set("recommendation", user.recommendation);
    return shown;
  }
}
