// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All keyed state and timers of an operator, decoded.
 *
 * @param entries one per state, key and namespace
 * @param timers the pending timers
 * @param serializers the description of each state's serializers, by the state's name
 * @param known false when the backend cannot show what it holds, and all else is empty
 */
public record KeyedContents(
    List<StateEntry> entries,
    List<TimerEntry> timers,
    Map<String, StateTypes> serializers,
    boolean known) {

  static KeyedContents unknown() {
    return new KeyedContents(List.of(), List.of(), Map.of(), false);
  }

  /** Tells whether no key holds anything. */
  public boolean isEmpty() {
    return entries.isEmpty() && timers.isEmpty();
  }

  static KeyedContents merge(List<KeyedContents> parts) {
    List<StateEntry> entries = new ArrayList<>();
    List<TimerEntry> timers = new ArrayList<>();
    Map<String, StateTypes> serializers = new TreeMap<>();
    for (KeyedContents part : parts) {
      entries.addAll(part.entries);
      timers.addAll(part.timers);
      serializers.putAll(part.serializers);
    }
    return new KeyedContents(entries, timers, serializers, true);
  }
}
