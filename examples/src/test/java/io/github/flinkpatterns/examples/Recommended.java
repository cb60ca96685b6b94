// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What storefront recommends, of a run in several tasks.
 *
 * <p>What is in a list then depends on what other users did meanwhile, and an event from before the
 * whole history of its user gives none: a user's events come by way of the deduplication, which
 * several subtasks share, so that they may change places. All else is held here.
 */
public final class Recommended {

  /** The history that storefront keeps of a user. */
  private static final int HISTORY = 20;

  /** How many items it recommends. */
  private static final int TOP = 10;

  private Recommended() {}

  /** Returns whom a run recommended something, and as of when: "user time", sorted. */
  public static List<String> keys(Path output) throws IOException {
    return JobRun.fields(output, "recommendations", "userId", "atMillis");
  }

  /**
   * Demands that a run gave each recommendation once, to the users and as of the times that {@code
   * complete} names, one for each event; that one is missing only where the user has as many later
   * events as a history holds; and that each list is a ranking of different items.
   */
  public static void assertOnceEach(Path output, List<String> complete) throws IOException {
    Map<String, List<Long>> missing = byUser(complete);
    Map<String, List<Long>> all = byUser(complete);
    int found = 0;
    for (JsonNode one : JobRun.records(output, "recommendations")) {
      String user = one.path("userId").asText();
      long at = one.path("atMillis").asLong();
      assertThat(missing).as("the users of recommendations").containsKey(user);
      assertThat(missing.get(user).remove(at))
          .as("%s is recommended something as of %s once, for an event", user, at)
          .isTrue();
      assertRanking(one);
      found++;
    }
    assertThat(found).isGreaterThan(complete.size() / 2);
    missing.forEach(
        (user, times) ->
            times.forEach(
                time ->
                    assertThat(all.get(user).stream().filter(later -> later >= time).count())
                        .as("events of %s from %s on, which has no recommendation", user, time)
                        .isGreaterThan(HISTORY)));
  }

  private static Map<String, List<Long>> byUser(List<String> keys) {
    Map<String, List<Long>> byUser = new TreeMap<>();
    for (String key : keys) {
      int space = key.lastIndexOf(' ');
      byUser
          .computeIfAbsent(key.substring(0, space), user -> new ArrayList<>())
          .add(Long.valueOf(key.substring(space + 1)));
    }
    return byUser;
  }

  private static void assertRanking(JsonNode recommendation) {
    Set<String> items = new HashSet<>();
    List<Double> scores = new ArrayList<>();
    for (JsonNode item : recommendation.path("items")) {
      items.add(item.path("itemId").asText());
      scores.add(item.path("score").asDouble());
    }
    assertThat(scores)
        .as("%s", recommendation)
        .hasSizeLessThanOrEqualTo(TOP)
        .isSortedAccordingTo(Collections.reverseOrder());
    assertThat(items).as("%s", recommendation).hasSameSizeAs(scores).doesNotContain("");
  }
}
