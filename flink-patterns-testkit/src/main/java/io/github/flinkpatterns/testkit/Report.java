// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what a person needs to see when a cell has failed. */
final class Report {

  static final String CELL_PROPERTY = "flinkpatterns.testkit.cell";
  static final String SEED_PROPERTY = "flinkpatterns.testkit.seed";

  private static final int MAX_KEYS = 5;

  private Report() {}

  /**
   * Composes the message.
   *
   * @param passing a cell that passed, or null when the first one failed
   */
  static AssertionError of(
      Script script, List<Cell> cells, int index, CheckFailure failure, @Nullable Cell passing) {
    List<Step.Move> moves = script.moves();
    Cell cell = cells.get(index);
    StringBuilder text = new StringBuilder();
    text.append("Scenario ").append(script.name());
    text.append(" failed in cell ").append(index + 1).append(" of ").append(cells.size());
    text.append(": ").append(cell).append('\n');
    int step = failure.step();
    if (step == CheckFailure.AT_END) {
      text.append("at the end, after ").append(moves.size()).append(" steps\n");
    } else if (step == 0) {
      text.append("before the first step\n");
    } else {
      text.append("at step ").append(step).append(" of ").append(moves.size());
      text.append(": ").append(moves.get(step - 1)).append('\n');
    }
    text.append(failure.getMessage()).append('\n');
    describeState(text, script, cell, step, passing);
    text.append("Rerun this cell alone with -D").append(CELL_PROPERTY).append('=');
    text.append(index + 1);
    return new AssertionError(text.toString(), failure.getCause());
  }

  private static void describeState(
      StringBuilder text, Script script, Cell cell, int step, @Nullable Cell passing) {
    int last = step == CheckFailure.AT_END ? script.moves().size() : step;
    Map<Integer, KeyedContents> here = new CellRun<>(script, cell).trace();
    if (passing == null) {
      KeyedContents seen = here.getOrDefault(last, here.get(last - 1));
      if (seen != null && !seen.isEmpty()) {
        text.append("state after step ").append(here.containsKey(last) ? last : last - 1);
        text.append('\n');
        describe(seen).entrySet().stream()
            .limit(MAX_KEYS)
            .forEach(e -> line(text, e.getKey(), e.getValue()));
      }
      return;
    }
    Map<Integer, KeyedContents> there = new CellRun<>(script, passing).trace();
    for (int i = 0; i <= last; i++) {
      KeyedContents a = here.get(i);
      KeyedContents b = there.get(i);
      if (a == null || b == null) {
        continue;
      }
      Map<String, String> mine = describe(a);
      Map<String, String> other = describe(b);
      if (!mine.equals(other)) {
        text.append("state first differs after step ").append(i);
        text.append(i == 0 ? "" : ": " + script.moves().get(i - 1)).append('\n');
        Set<String> keys = new LinkedHashSet<>(mine.keySet());
        keys.addAll(other.keySet());
        keys.stream()
            .filter(k -> !mine.getOrDefault(k, "").equals(other.getOrDefault(k, "")))
            .limit(MAX_KEYS)
            .forEach(
                k -> {
                  line(text, k, "");
                  line(text, "  this cell", mine.getOrDefault(k, "nothing"));
                  line(text, "  " + passing, other.getOrDefault(k, "nothing"));
                });
        return;
      }
    }
    text.append("keyed state after each step is the same as in the passing cell (");
    text.append(passing).append("), so what differs is kept elsewhere\n");
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(": ").append(value).append('\n');
  }

  /** Returns what each key holds, readable and comparable, without what differs by chance. */
  private static Map<String, String> describe(KeyedContents contents) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (StateEntry entry : contents.entries()) {
      byKey
          .computeIfAbsent(keyText(entry.key(), entry.keyGroup()), ignored -> new ArrayList<>())
          .add(entry.state() + " = " + Values.text(entry.value()));
    }
    for (TimerEntry timer : contents.timers()) {
      byKey
          .computeIfAbsent(keyText(timer.key(), timer.keyGroup()), ignored -> new ArrayList<>())
          .add((timer.eventTime() ? "event" : "processing") + "-time timer " + timer.timestamp());
    }
    Map<String, String> result = new TreeMap<>();
    byKey.forEach(
        (key, lines) -> result.put(key, String.join(", ", lines.stream().sorted().toList())));
    return result;
  }

  private static String keyText(Object key, int keyGroup) {
    return "key " + key + " (key group " + keyGroup + ")";
  }
}
