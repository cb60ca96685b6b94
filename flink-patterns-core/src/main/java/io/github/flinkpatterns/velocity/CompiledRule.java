// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** A rule bound to the columns and runs of its plan. */
final class CompiledRule {

  final Rule rule;
  final long fingerprint;
  final int run;
  final Filter trigger;
  private final int[] triggerFields;
  private final int[] valueFields;
  final int[] of;
  final long sinceMillis;
  final boolean earlierOnly;
  final double threshold;
  final String evaluated;
  final String fired;
  final String suppressed;

  CompiledRule(Rule rule, int run, Filter where, Filter trigger, int[] of, long sinceMillis) {
    this.rule = rule;
    this.fingerprint = Fields.fingerprint(rule.id());
    this.run = run;
    this.trigger = trigger;
    this.of = of;
    this.sinceMillis = sinceMillis;
    this.earlierOnly = rule.earlierOnly();
    this.threshold = rule.threshold().doubleValue();
    this.triggerFields = trigger.fields().stream().mapToInt(i -> i).toArray();
    this.valueFields = trigger == where ? of : needed(rule, where, of);
    this.evaluated = "rule." + rule.id() + ".evaluated";
    this.fired = "rule." + rule.id() + ".fired";
    this.suppressed = "rule." + rule.id() + ".suppressed";
  }

  // Judged at an event that need not count itself, a rule needs the event's own number only if it
  // holds that number against the others.
  private static int[] needed(Rule rule, Filter where, int[] of) {
    if (rule.earlierOnly()) {
      return of;
    }
    return where.isAll() ? of : new int[0];
  }

  /** Returns a field the event lacks and {@link #trigger} needs, or -1. */
  int missingForTrigger(Ring ring, int index) {
    return missing(triggerFields, ring, index);
  }

  /** Returns a field the event lacks and the value needs, or -1. */
  int missingForValue(Ring ring, int index) {
    return missing(valueFields, ring, index);
  }

  private static int missing(int[] fields, Ring ring, int index) {
    for (int field : fields) {
      if (ring.value(field, index) == Fields.MISSING) {
        return field;
      }
    }
    return -1;
  }
}
