// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a scenario holds.
 *
 * @param hosts the implementations that take turns at each restore
 * @param steps the steps, expectations among them
 * @param settings all else that the scenario says
 * @param watermark the last watermark of the script
 * @param clock the time to which the script has moved the clock
 */
record Script(
    List<Blueprint> hosts, List<Step> steps, Settings settings, long watermark, long clock) {

  static Script of(Blueprint plan) {
    return new Script(
        List.of(plan), new Growing<Step>(), Settings.of(plan.name()), Long.MIN_VALUE, 0);
  }

  String name() {
    return settings.name();
  }

  Blueprint host(int attempt) {
    return hosts.get(attempt % hosts.size());
  }

  /** Returns this script once for each implementation, running that one only. */
  List<Script> eachHost() {
    return hosts.stream()
        .map(host -> new Script(List.of(host), steps, settings, watermark, clock))
        .toList();
  }

  List<Step.Move> moves() {
    return steps.stream().filter(Step.Move.class::isInstance).map(Step.Move.class::cast).toList();
  }

  /** Returns the same function with other moves and without expectations. */
  Script withMoves(List<? extends Step.Move> moves) {
    Script result = new Script(hosts, new Growing<Step>(), settings, Long.MIN_VALUE, 0);
    for (Step.Move move : moves) {
      result = result.with(move);
    }
    return result;
  }

  Script with(Step step) {
    long newWatermark = watermark;
    long newClock = clock;
    if (step instanceof Step.Move && endsInput()) {
      throw new IllegalArgumentException(
          "Scenario: step '" + step + "': comes after the end of input; nothing can");
    }
    if (step instanceof Step.WatermarkAt w) {
      newWatermark = forward("watermark", watermark, w.timestamp());
    } else if (step instanceof Step.Clock c) {
      newClock = forward("processingTime", clock, c.timestamp());
    } else if (step instanceof Step.EndOfInput) {
      newWatermark = Long.MAX_VALUE;
    }
    return new Script(hosts, append(steps, step), settings, newWatermark, newClock);
  }

  private static long forward(String what, long last, long next) {
    if (next < last) {
      throw new IllegalArgumentException(
          "Scenario: parameter '"
              + what
              + "': "
              + next
              + ", must not be below the last one, "
              + last
              + "; time does not go back");
    }
    return next;
  }

  private boolean endsInput() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Step.Move move) {
        return move instanceof Step.EndOfInput;
      }
    }
    return false;
  }

  Script with(Settings newSettings) {
    return new Script(hosts, steps, newSettings, watermark, clock);
  }

  Script withHost(Blueprint other) {
    if (!hosts.get(0).isWiredLike(other)) {
      throw new IllegalArgumentException(
          "Scenario: parameter 'other': "
              + other.name()
              + ", has "
              + other.inputs()
              + " inputs, but "
              + hosts.get(0).name()
              + " has "
              + hosts.get(0).inputs()
              + "; both must take the same");
    }
    return new Script(
        append(hosts, hosts.get(0).withSubjectOf(other)), steps, settings, watermark, clock);
  }

  private static <T> List<T> append(List<T> list, T element) {
    if (list instanceof Growing<T> growing) {
      return growing.with(element);
    }
    List<T> result = new ArrayList<>(list);
    result.add(element);
    return Collections.unmodifiableList(result);
  }
}
