// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the records of a run with what the script expects, or with those of another run. */
final class OutputCheck {

  private OutputCheck() {}

  /** Checks every output that the script has an expectation for. */
  static <OUT> void check(
      Script script, List<Emitted<OUT>> main, Map<String, List<Emitted<?>>> sides) {
    Map<String, Integer> positions = new HashMap<>();
    int step = 0;
    for (Step line : script.steps()) {
      if (line instanceof Step.Move) {
        step++;
      } else if (line instanceof Step.Output expected) {
        String id = expected.tag() == null ? "" : expected.tag().getId();
        List<? extends Emitted<?>> all = id.isEmpty() ? main : sides.getOrDefault(id, List.of());
        int from = positions.getOrDefault(id, 0);
        List<Emitted<?>> actual = new ArrayList<>();
        for (Emitted<?> e : all.subList(from, all.size())) {
          if (e.step() <= step) {
            actual.add(e);
          }
        }
        positions.put(id, from + actual.size());
        compare(script, step, nameOf(id), expected.values(), actual);
      }
    }
    for (Map.Entry<String, Integer> position : positions.entrySet()) {
      String id = position.getKey();
      List<? extends Emitted<?>> all = id.isEmpty() ? main : sides.getOrDefault(id, List.of());
      compare(
          script,
          CheckFailure.AT_END,
          nameOf(id) + " after the last expectation",
          List.of(),
          List.copyOf(all.subList(position.getValue(), all.size())));
    }
  }

  /** Checks that a run gave what the reference gave, step by step. */
  static <OUT> void checkSame(Script script, Outcome<OUT> reference, Outcome<OUT> actual) {
    sameOutput(script, "main output", reference.all(), actual.all(), actual);
    List<String> ids = new ArrayList<>(reference.sideOutputs());
    actual.sideOutputs().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
    for (String id : ids) {
      sameOutput(script, nameOf(id), reference.side(id), actual.side(id), actual);
    }
  }

  private static void sameOutput(
      Script script,
      String what,
      List<? extends Emitted<?>> reference,
      List<? extends Emitted<?>> actual,
      Outcome<?> run) {
    List<Emitted<?>> aligned = align(reference, actual, run);
    Map<Integer, List<Emitted<?>>> expected = byStep(reference);
    Map<Integer, List<Emitted<?>>> given = byStep(aligned);
    Set<Integer> steps = new TreeSet<>(expected.keySet());
    steps.addAll(given.keySet());
    int last = script.moves().size();
    for (int step : steps) {
      compare(
          script,
          step > last ? CheckFailure.AT_END : step,
          what
              + (step > last ? " once the input has ended" : " of this step")
              + ", against the first cell",
          expected.getOrDefault(step, List.of()).stream().map(Emitted::value).toList(),
          given.getOrDefault(step, List.of()));
    }
  }

  /**
   * Moves early records to the step where the reference has them. A restored operator sees the last
   * watermark again, which fires a timer that was set in the past; uninterrupted, that timer waits
   * for the next watermark.
   */
  private static List<Emitted<?>> align(
      List<? extends Emitted<?>> reference, List<? extends Emitted<?>> actual, Outcome<?> run) {
    List<Emitted<?>> open = new ArrayList<>(reference);
    List<Emitted<?>> aligned = new ArrayList<>();
    for (Emitted<?> e : actual) {
      Emitted<?> twin = null;
      for (Emitted<?> candidate : open) {
        if (Values.same(candidate.value(), e.value())
            && (candidate.step() == e.step() || (run.isEarly(e) && candidate.step() > e.step()))) {
          twin = candidate;
          break;
        }
      }
      if (twin != null) {
        open.remove(twin);
      }
      aligned.add(
          twin == null ? e : new Emitted<>(e.value(), e.timestamp(), twin.step(), e.subtask()));
    }
    aligned.sort(Comparator.comparingInt(Emitted::step));
    return aligned;
  }

  private static Map<Integer, List<Emitted<?>>> byStep(List<? extends Emitted<?>> emitted) {
    Map<Integer, List<Emitted<?>>> result = new HashMap<>();
    for (Emitted<?> e : emitted) {
      result.computeIfAbsent(e.step(), ignored -> new ArrayList<>()).add(e);
    }
    return result;
  }

  private static void compare(
      Script script, int step, String what, List<?> expected, List<Emitted<?>> actual) {
    if (!matches(script.settings().ordered(), expected, actual)) {
      throw new CheckFailure(
          step,
          what
              + "\n  expected: "
              + Values.text(expected)
              + "\n  actual:   "
              + describe(script, actual),
          null);
    }
  }

  private static List<String> describe(Script script, List<Emitted<?>> emitted) {
    List<Step.Move> moves = script.moves();
    return emitted.stream()
        .map(
            e ->
                Values.text(e.value())
                    + " (step "
                    + e.step()
                    + (e.step() > 0 && e.step() <= moves.size()
                        ? ": " + moves.get(e.step() - 1)
                        : "")
                    + ", subtask "
                    + e.subtask()
                    + ")")
        .toList();
  }

  /** Steps keep their order; within a step any order is right unless the script says otherwise. */
  private static boolean matches(boolean ordered, List<?> expected, List<Emitted<?>> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    int from = 0;
    while (from < actual.size()) {
      int to = from;
      List<@Nullable Object> left = new ArrayList<>();
      while (to < actual.size() && actual.get(to).step() == actual.get(from).step()) {
        left.add(expected.get(to));
        to++;
      }
      for (int i = from; i < to; i++) {
        int at = indexOf(left, actual.get(i).value());
        if (at < 0 || (ordered && at != 0)) {
          return false;
        }
        left.remove(at);
      }
      from = to;
    }
    return true;
  }

  private static int indexOf(List<@Nullable Object> list, @Nullable Object value) {
    for (int i = 0; i < list.size(); i++) {
      if (Values.same(list.get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  private static String nameOf(String id) {
    return id.isEmpty() ? "main output" : "side output '" + id + "'";
  }
}
