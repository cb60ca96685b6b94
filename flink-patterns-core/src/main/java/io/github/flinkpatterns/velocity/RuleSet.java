// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a detector with the versions each has had: the value that all parallel instances
 * share.
 *
 * <p>A version is in force from its moment of event time to that of the next. The last {@value
 * #VERSIONS} of a rule are kept, so that events on both sides of a change are judged right.
 */
final class RuleSet {

  static final int VERSIONS = 8;
  static final int MOST_RULES = 1_024;

  /**
   * A rule from a moment on.
   *
   * @param sinceMillis events before it do not count for the rule; {@link Long#MIN_VALUE}: all do
   */
  record Version(Rule rule, boolean removed, long fromMillis, long sinceMillis) {}

  private final SortedMap<String, List<Version>> rules = new TreeMap<>();

  /** Starts with {@code initial}, whose windows count events from {@code historyFrom} on. */
  static RuleSet of(Collection<Rule> initial, long historyFrom) {
    RuleSet set = new RuleSet();
    initial.forEach(rule -> set.add(new Version(rule, false, Long.MIN_VALUE, historyFrom)));
    return set;
  }

  RuleSet copy() {
    RuleSet copy = new RuleSet();
    rules.forEach((id, versions) -> copy.rules.put(id, new ArrayList<>(versions)));
    return copy;
  }

  Collection<List<Version>> all() {
    return rules.values();
  }

  /** Returns the newest version of a rule, removed or not; null if it never was. */
  @Nullable Version newest(String id) {
    List<Version> versions = rules.get(id);
    return versions == null ? null : versions.get(versions.size() - 1);
  }

  void add(Version version) {
    List<Version> versions = rules.computeIfAbsent(version.rule().id(), id -> new ArrayList<>(2));
    versions.removeIf(old -> old.fromMillis() == version.fromMillis());
    versions.add(version);
    if (versions.size() > VERSIONS) {
      versions.remove(0);
    }
    if (rules.size() > MOST_RULES) {
      rules.values().removeIf(all -> all.get(all.size() - 1).removed());
    }
  }

  /** Returns the rules that are not removed, or will not be. */
  int live() {
    return (int) rules.values().stream().filter(all -> !all.get(all.size() - 1).removed()).count();
  }

  /** Returns the moments at which rules change; the first is the beginning of time. */
  SortedSet<Long> moments() {
    SortedSet<Long> moments = new TreeSet<>();
    moments.add(Long.MIN_VALUE);
    rules.values().forEach(all -> all.forEach(version -> moments.add(version.fromMillis())));
    return moments;
  }

  /** Returns the versions in force at {@code time}, by rule id. */
  List<Version> inForceAt(long time) {
    List<Version> inForce = new ArrayList<>();
    for (List<Version> versions : rules.values()) {
      int at = versions.size() - 1;
      while (at >= 0 && versions.get(at).fromMillis() > time) {
        at--;
      }
      if (at >= 0 && !versions.get(at).removed()) {
        inForce.add(versions.get(at));
      }
    }
    return inForce;
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
