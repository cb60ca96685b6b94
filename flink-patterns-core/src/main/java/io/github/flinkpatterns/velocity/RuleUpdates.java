// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.velocity.RuleChange.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies updates to a rule set; the same updates give the same set in every instance. */
final class RuleUpdates {

  private final Fields fields;
  private final List<String> keyNames;
  private final long historyMillis;
  private final long historyFrom;

  RuleUpdates(Fields fields, List<String> keyNames, long historyMillis, long historyFrom) {
    this.fields = fields;
    this.keyNames = keyNames;
    this.historyMillis = historyMillis;
    this.historyFrom = historyFrom;
  }

  /** Applies {@code update} if it is right, and tells what became of it. */
  RuleChange apply(RuleUpdate update, RuleSet set) {
    RuleSet.Version newest = set.newest(update.ruleId());
    int version = newest == null ? 0 : newest.rule().version();
    if (newest != null && newest.fromMillis() > update.fromMillis()) {
      return rejected(
          update, version, "a change from " + newest.fromMillis() + " on is already known");
    }
    Rule rule = update.rule();
    if (update.action() == RuleUpdate.Action.PUT) {
      return rule == null
          ? rejected(update, version, "there is no rule to put")
          : put(rule, update, newest, set);
    }
    if (newest == null || newest.removed()) {
      // Some other detector may have it.
      return new RuleChange(
          update.ruleId(),
          0,
          Outcome.NOT_OF_THIS_KEY,
          update.fromMillis(),
          Long.MIN_VALUE,
          "there is no such rule");
    }
    Rule old = newest.rule();
    long since = newest.sinceMillis();
    switch (update.action()) {
      case SET_MODE -> {
        RuleMode mode = update.mode();
        if (mode == null) {
          return rejected(update, version, "there is no mode to set");
        }
        set.add(new RuleSet.Version(old.withMode(mode), false, update.fromMillis(), since));
      }
      case RESET -> {
        since = update.fromMillis();
        set.add(new RuleSet.Version(old, false, update.fromMillis(), since));
      }
      default -> set.add(new RuleSet.Version(old, true, update.fromMillis(), since));
    }
    return accepted(update, old, since, "");
  }

  private RuleChange put(
      Rule rule, RuleUpdate update, RuleSet.@Nullable Version newest, RuleSet set) {
    if (!rule.keyBy().isEmpty() && !rule.keyBy().equals(keyNames)) {
      return new RuleChange(
          rule.id(),
          rule.version(),
          Outcome.NOT_OF_THIS_KEY,
          update.fromMillis(),
          Long.MIN_VALUE,
          "it is keyed by " + rule.keyBy() + ", this detector by " + keyNames);
    }
    if (newest != null && !newest.removed() && newest.rule().version() >= rule.version()) {
      return rejected(
          update,
          rule.version(),
          "version " + rule.version() + " is not above " + newest.rule().version());
    }
    if (newest == null && set.live() >= RuleSet.MOST_RULES) {
      return rejected(update, rule.version(), "there are " + RuleSet.MOST_RULES + " rules already");
    }
    try {
      Plan.check(rule, fields);
    } catch (IllegalArgumentException e) {
      return rejected(update, rule.version(), String.valueOf(e.getMessage()));
    }
    long since = Math.max(historyFrom, keptSince(rule, update.fromMillis(), set));
    set.add(new RuleSet.Version(rule, false, update.fromMillis(), since));
    boolean whole = since <= update.fromMillis() - rule.windowMillis() + 1;
    return accepted(
        update,
        rule,
        since,
        whole
            ? ""
            : "it needs events of "
                + rule.windowMillis()
                + " ms, which are kept from "
                + since
                + " on");
  }

  /** Returns from when on the events that {@code rule} needs are certainly kept. */
  private long keptSince(Rule rule, long from, RuleSet set) {
    long since = kept(historyMillis, historyFrom, rule, from);
    for (RuleSet.Version version : set.inForceAt(from)) {
      Rule other = version.rule();
      if (other.bucketMillis() == 0) {
        since = Math.min(since, kept(other.windowMillis(), version.sinceMillis(), rule, from));
      } else if (other.bucketMillis() == rule.bucketMillis()
          && other.where().equals(rule.where())
          && other.of().equals(rule.of())
          && other.windowMillis() >= rule.windowMillis()) {
        since = Math.min(since, version.sinceMillis());
      }
    }
    return since;
  }

  // A reset rule forgets, but what it made the detector keep is still there for others: taking
  // its moment is on the safe side.
  private static long kept(long millis, long since, Rule rule, long from) {
    return rule.bucketMillis() == 0 && millis >= rule.windowMillis()
        ? Math.min(since, from)
        : Math.min(from, Math.max(since, Times.minus(from, millis) + 1));
  }

  private static RuleChange accepted(RuleUpdate update, Rule rule, long since, String message) {
    long complete =
        since == Long.MIN_VALUE ? Long.MIN_VALUE : Times.plus(since, rule.windowMillis() - 1);
    return new RuleChange(
        rule.id(), rule.version(), Outcome.ACCEPTED, update.fromMillis(), complete, message);
  }

  private static RuleChange rejected(RuleUpdate update, int version, String why) {
    return new RuleChange(
        update.ruleId(), version, Outcome.REJECTED, update.fromMillis(), Long.MIN_VALUE, why);
  }
}
