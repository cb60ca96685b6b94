// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/** When each rule with a cool-down last alerted for a key, and what it has held back since. */
final class Cooldowns {

  long[] rules = new long[0];
  long[] alertedAt = new long[0];
  long[] suppressed = new long[0];

  Cooldowns copy() {
    Cooldowns copy = new Cooldowns();
    copy.rules = rules.clone();
    copy.alertedAt = alertedAt.clone();
    copy.suppressed = suppressed.clone();
    return copy;
  }

  boolean isEmpty() {
    return rules.length == 0;
  }

  void clear() {
    rules = new long[0];
    alertedAt = new long[0];
    suppressed = new long[0];
  }

  /** Tells whether an alert at {@code time} must be held back, and counts it if so. */
  boolean holdsBack(CompiledRule rule, long time) {
    int at = find(rule.fingerprint);
    // An alert from before the rule was reset holds nothing back.
    if (at < 0 || alertedAt[at] < rule.sinceMillis) {
      return false;
    }
    long since = Math.abs(time - alertedAt[at]);
    if (since >= rule.rule.cooldownMillis()) {
      return false;
    }
    suppressed[at]++;
    return true;
  }

  /** Notes an alert that is sent, and returns how many were held back before it. */
  long alerted(CompiledRule rule, long time) {
    int at = find(rule.fingerprint);
    if (at < 0) {
      at = rules.length;
      rules = Arrays.copyOf(rules, at + 1);
      alertedAt = Arrays.copyOf(alertedAt, at + 1);
      suppressed = Arrays.copyOf(suppressed, at + 1);
      rules[at] = rule.fingerprint;
    }
    boolean reset = alertedAt[at] < rule.sinceMillis;
    long before = reset ? 0 : suppressed[at];
    alertedAt[at] = time;
    suppressed[at] = 0;
    return before;
  }

  private int find(long rule) {
    for (int i = 0; i < rules.length; i++) {
      if (rules[i] == rule) {
        return i;
      }
    }
    return -1;
  }

  int sizeInBytes() {
    return 80 + rules.length * 24;
  }

  @Override
  public String toString() {
    return Arrays.toString(rules) + Arrays.toString(alertedAt) + Arrays.toString(suppressed);
  }
}
