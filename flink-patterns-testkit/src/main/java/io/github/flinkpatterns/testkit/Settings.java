// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario says besides its steps.
 *
 * @param name how reports call it
 * @param maxParallelism the number of key groups
 * @param checkLeaks whether state and timers left at the end are an error
 * @param checkTypes whether state that falls to Kryo is an error
 * @param kept the states that may be left
 * @param ordered whether records of one step are compared as a list
 * @param finalView what of the outcome must not depend on the order of arrival, or null for all of
 *     it
 */
record Settings(
    String name,
    int maxParallelism,
    boolean checkLeaks,
    boolean checkTypes,
    Set<String> kept,
    boolean ordered,
    @Nullable Function<Outcome<Object>, Object> finalView) {

  static Settings of(String name) {
    return new Settings(name, 128, true, true, Set.of(), false, null);
  }

  Settings withName(String newName) {
    return new Settings(newName, maxParallelism, checkLeaks, checkTypes, kept, ordered, finalView);
  }

  Settings withMaxParallelism(int keyGroups) {
    if (keyGroups < 1 || keyGroups > 32768) {
      throw new IllegalArgumentException(
          "Scenario: parameter 'maxParallelism': " + keyGroups + ", must be within 1 and 32768");
    }
    return new Settings(name, keyGroups, checkLeaks, checkTypes, kept, ordered, finalView);
  }

  Settings withoutLeakCheck() {
    return new Settings(name, maxParallelism, false, checkTypes, kept, ordered, finalView);
  }

  Settings withoutTypeCheck() {
    return new Settings(name, maxParallelism, checkLeaks, false, kept, ordered, finalView);
  }

  Settings withKept(Set<String> more) {
    Set<String> all = new HashSet<>(kept);
    all.addAll(more);
    return new Settings(
        name, maxParallelism, checkLeaks, checkTypes, Set.copyOf(all), ordered, finalView);
  }

  Settings withFinalView(Function<Outcome<Object>, Object> view) {
    return new Settings(name, maxParallelism, checkLeaks, checkTypes, kept, ordered, view);
  }

  Settings inOrder() {
    return new Settings(name, maxParallelism, checkLeaks, checkTypes, kept, true, finalView);
  }
}
