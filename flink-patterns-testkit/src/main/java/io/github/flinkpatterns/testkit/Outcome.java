// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  Outcome(List<Emitted<OUT>> main, Map<String, List<Emitted<?>>> sides) {
    this.main = List.copyOf(main);
    this.sides = Map.copyOf(sides);
  }

  /** Returns the records of the main output with the step that each came from. */
  public List<Emitted<OUT>> emitted() {
    return main;
  }

  /** Returns the values of the main output. */
  public List<OUT> values() {
    return main.stream().map(Emitted::value).toList();
  }

  /** Returns the records of a side output; empty, never null, when there are none. */
  @SuppressWarnings("unchecked")
  public <X> List<Emitted<X>> emitted(OutputTag<X> tag) {
    List<Emitted<X>> result = new ArrayList<>();
    for (Emitted<?> e : sides.getOrDefault(tag.getId(), List.of())) {
      result.add((Emitted<X>) e);
    }
    return result;
  }

  /** Returns the values of a side output; empty, never null, when there are none. */
  public <X> List<X> values(OutputTag<X> tag) {
    return emitted(tag).stream().map(Emitted::value).toList();
  }

  /** Returns the ids of the side outputs that got a record, in no order. */
  public List<String> sideOutputs() {
    return List.copyOf(sides.keySet());
  }

  List<Emitted<?>> side(String id) {
    return sides.getOrDefault(id, List.of());
  }
}
