// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two uid manifests and says what each change does to a savepoint. */
final class ManifestDiff {
  private ManifestDiff() {}

  /**
   * Returns one entry per change; names of operators are not compared, they do not matter to a
   * savepoint.
   */
  static List<String> between(String approved, String actual) {
    Map<String, Map<String, String>> before = parse(approved);
    Map<String, Map<String, String>> after = parse(actual);
    List<String> changes = new ArrayList<>();
    for (String uid : union(before.keySet(), after.keySet())) {
      Map<String, String> old = before.get(uid);
      Map<String, String> now = after.get(uid);
      if (old != null && now != null) {
        compare(uid, old, now, changes);
      } else if (old != null) {
        changes.add(
            "- uid '"
                + uid
                + "' ("
                + old.get("name")
                + ") is gone: its state is lost. A savepoint with it does not"
                + " restore, or with --allowNonRestoredState restores without it. If you only renamed the uid, keep"
                + " the old one.");
      } else if (now != null) {
        changes.add(
            "+ uid '" + uid + "' (" + now.get("name") + ") is new: it starts without state.");
      }
    }
    return changes;
  }

  private static void compare(
      String uid, Map<String, String> old, Map<String, String> now, List<String> changes) {
    for (String item : union(old.keySet(), now.keySet())) {
      String from = old.get(item);
      String to = now.get(item);
      boolean informative = item.equals("name") || item.equals("remark");
      if (!informative && (from == null || !from.equals(to))) {
        changes.add(
            "~ uid '"
                + uid
                + "': "
                + item
                + ": "
                + from
                + " -> "
                + to
                + ": "
                + meaning(item, from, to));
      }
    }
  }

  private static String meaning(String item, @Nullable String from, @Nullable String to) {
    if (item.equals("key")) {
      return "keyed state can not be read under another key type; give the operator a new uid or migrate the savepoint.";
    } else if (item.equals("max parallelism")) {
      return "a savepoint restores only with the max parallelism it was taken with.";
    } else if (to == null) {
      return "the values of this state are dropped without a word.";
    } else if (from == null) {
      return "this state starts empty.";
    }
    return "the old values must be readable with the new type; prove it with a savepoint of the old job.";
  }

  private static Map<String, Map<String, String>> parse(String manifest) {
    Map<String, Map<String, String>> operators = new LinkedHashMap<>();
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : manifest.lines().toList()) {
      int equals = line.indexOf(" = ");
      if (line.startsWith("[") && line.endsWith("]")) {
        current = new LinkedHashMap<>();
        operators.put(line.substring(1, line.length() - 1), current);
      } else if (!line.startsWith("#") && equals > 0) {
        current.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return operators;
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return all;
  }
}
