// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a scenario holds.
 *
 * @param name how reports call it
 * @param hosts the implementations that take turns at each restore
 * @param steps the steps, expectations among them
 * @param maxParallelism the number of key groups
 * @param checkLeaks whether state and timers left at the end are an error
 * @param kept the states that may be left
 * @param ordered whether records of one step are compared as a list
 * @param watermark the last watermark of the script
 * @param clock the time to which the script has moved the clock
 */
record Script(
    String name,
    List<Blueprint> hosts,
    List<Step> steps,
    int maxParallelism,
    boolean checkLeaks,
    Set<String> kept,
    boolean ordered,
    long watermark,
    long clock) {

  static Script of(Blueprint plan) {
    return new Script(
        plan.name(), List.of(plan), List.of(), 128, true, Set.of(), false, Long.MIN_VALUE, 0);
  }

  Blueprint host(int attempt) {
    return hosts.get(attempt % hosts.size());
  }

  List<Step.Move> moves() {
    return steps.stream().filter(Step.Move.class::isInstance).map(Step.Move.class::cast).toList();
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
    }
    return new Script(
        name,
        hosts,
        append(steps, step),
        maxParallelism,
        checkLeaks,
        kept,
        ordered,
        newWatermark,
        newClock);
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

  boolean endsInput() {
    return steps.stream().anyMatch(Step.EndOfInput.class::isInstance);
  }

  Script withName(String newName) {
    return new Script(
        newName, hosts, steps, maxParallelism, checkLeaks, kept, ordered, watermark, clock);
  }

  Script withOrder() {
    return new Script(name, hosts, steps, maxParallelism, checkLeaks, kept, true, watermark, clock);
  }

  Script withMaxParallelism(int keyGroups) {
    if (keyGroups < 1 || keyGroups > 32768) {
      throw new IllegalArgumentException(
          "Scenario: parameter 'maxParallelism': " + keyGroups + ", must be within 1 and 32768");
    }
    return new Script(name, hosts, steps, keyGroups, checkLeaks, kept, ordered, watermark, clock);
  }

  Script withKept(Set<String> more) {
    Set<String> all = new HashSet<>(kept);
    all.addAll(more);
    return new Script(
        name, hosts, steps, maxParallelism, checkLeaks, Set.copyOf(all), ordered, watermark, clock);
  }

  Script withLeakCheck(boolean on) {
    return new Script(name, hosts, steps, maxParallelism, on, kept, ordered, watermark, clock);
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
        name,
        append(hosts, hosts.get(0).withSubjectOf(other)),
        steps,
        maxParallelism,
        checkLeaks,
        kept,
        ordered,
        watermark,
        clock);
  }

  private static <T> List<T> append(List<T> list, T element) {
    List<T> result = new ArrayList<>(list.size() + 1);
    result.addAll(list);
    result.add(element);
    return Collections.unmodifiableList(result);
  }
}
