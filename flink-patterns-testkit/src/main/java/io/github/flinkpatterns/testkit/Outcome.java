// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.util.OutputTag;

/**
 * What a run gave, as a transactional sink would show it: nothing lost, nothing of a failed
 * attempt.
 *
 * @param <OUT> the type of the main output
 */
public final class Outcome<OUT> {

  private final List<Emitted<OUT>> main;
  private final Map<String, List<Emitted<?>>> sides;

  /** What came when a restored operator saw the last watermark again; by identity. */
  private final Set<Emitted<?>> early;

  /** Records of later steps came when the leak check ended the input; they are not shown. */
  private final int steps;

  Outcome(
      List<Emitted<OUT>> main,
      Map<String, List<Emitted<?>>> sides,
      Set<Emitted<?>> early,
      int steps) {
    this.steps = steps;
    this.main = List.copyOf(main);
    this.sides = Map.copyOf(sides);
    this.early = early;
  }

  /** Returns the records of the main output with the step that each came from. */
  public List<Emitted<OUT>> emitted() {
    return main.stream().filter(e -> e.step() <= steps).toList();
  }

  /** Returns the values of the main output. */
  public List<OUT> values() {
    return emitted().stream().map(Emitted::value).toList();
  }

  /** Returns the records of a side output; empty, never null, when there are none. */
  @SuppressWarnings("unchecked")
  public <X> List<Emitted<X>> emitted(OutputTag<X> tag) {
    List<Emitted<X>> result = new ArrayList<>();
    for (Emitted<?> e : sides.getOrDefault(tag.getId(), List.of())) {
      if (e.step() <= steps) {
        result.add((Emitted<X>) e);
      }
    }
    return result;
  }

  /** Returns the values of a side output; empty, never null, when there are none. */
  public <X> List<X> values(OutputTag<X> tag) {
    return emitted(tag).stream().map(Emitted::value).toList();
  }

  /** Returns all main records, those after the script's end too. */
  List<Emitted<OUT>> all() {
    return main;
  }

  /** Returns the ids of the side outputs that got a record, in no order. */
  List<String> sideOutputs() {
    return List.copyOf(sides.keySet());
  }

  Outcome<OUT> after(int step) {
    Map<String, List<Emitted<?>>> laterSides = new TreeMap<>();
    for (Map.Entry<String, List<Emitted<?>>> side : sides.entrySet()) {
      laterSides.put(side.getKey(), side.getValue().stream().filter(e -> e.step() > step).toList());
    }
    return new Outcome<>(
        main.stream().filter(e -> e.step() > step).toList(), laterSides, early, steps);
  }

  boolean isEarly(Emitted<?> emitted) {
    return early.contains(emitted);
  }

  List<Emitted<?>> side(String id) {
    return sides.getOrDefault(id, List.of());
  }
}
