// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.logic.LogicContext;
import java.util.List;

/**
 * Judges one event of a key by the rules of a plan.
 *
 * @param <K> the key
 */
final class Judge<K> {

  private static final int METRICS_EVERY = 512;

  private final Settings settings;
  private final Tags<K, ?> tags;
  private final long scale;
  private final Reading reading = new Reading();

  // Evaluations since they were last added to the metrics: one call per event and rule is too dear.
  private Plan counted;
  private long[] evaluations = new long[0];
  private int events;

  @SuppressWarnings("NullAway.Init")
  Judge(Settings settings, Tags<K, ?> tags) {
    this.settings = settings;
    this.tags = tags;
    this.scale = settings.fields().scale();
  }

  /**
   * Judges the event at {@code index}; those before it have been judged.
   *
   * @param horizon no event to come is before it
   */
  void judge(
      VelocityValue value,
      Plan plan,
      int index,
      long horizon,
      boolean early,
      LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    long time = ring.time(index);
    long sequence = ring.first() + index;
    if (settings.statisticsMillis() > 0) {
      turnPeriod(value, time, context);
    }
    Runs runs = value.runs;
    if (runs == null || runs.plan != plan || runs.next != sequence) {
      runs = new Runs(plan, value, index, time);
      value.runs = runs;
    } else {
      runs.advance(time);
    }
    makeRoom(value, plan, sequence, horizon, context);
    countEvent(plan, context);
    CompiledRule[] rules = plan.rules;
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].earlierOnly) {
        evaluate(value, rules[i], i, runs, index(ring, sequence), early, context);
      }
    }
    runs.add(index(ring, sequence));
    for (int i = 0; i < rules.length; i++) {
      if (!rules[i].earlierOnly) {
        evaluate(value, rules[i], i, runs, index(ring, sequence), early, context);
      }
    }
    if (settings.evidence() == 0) {
      ring.forgetId(index(ring, sequence));
    }
    value.newest = Math.max(value.newest, time);
  }

  private static int index(Ring ring, long sequence) {
    return (int) (sequence - ring.first());
  }

  private void makeRoom(
      VelocityValue value,
      Plan plan,
      long sequence,
      long horizon,
      LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    long exactFrom = Times.minus(horizon, plan.exactMillis);
    boolean evicted = false;
    while (ring.first() < sequence && ring.time(0) <= exactFrom) {
      value.evictOldest(plan, horizon);
      evicted = true;
    }
    while (ring.first() < sequence && ring.judged() > settings.maxEventsPerKey()) {
      value.compactedTo = ring.time(0);
      value.evictOldest(plan, horizon);
      context.count("compacted");
      evicted = true;
    }
    if (evicted) {
      value.dropOldBuckets(plan, horizon);
    }
  }

  private void evaluate(
      VelocityValue value,
      CompiledRule rule,
      int number,
      Runs runs,
      int index,
      boolean early,
      LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    int missing = rule.missingForTrigger(ring, index);
    if (missing < 0) {
      if (!rule.trigger.matches(ring, index)) {
        return;
      }
      missing = rule.missingForValue(ring, index);
    }
    boolean tallied = settings.statisticsMillis() > 0;
    if (missing >= 0) {
      context.count("missingField");
      context.emit(
          tags.missing(),
          new MissingField<>(
              rule.rule.id(),
              rule.rule.version(),
              settings.fields().name(missing),
              context.key(),
              ring.id(index),
              ring.time(index)));
      if (tallied) {
        value.tally.line(rule.rule, number).missing++;
      }
      return;
    }
    evaluations[number]++;
    if (tallied) {
      value.tally.line(rule.rule, number).evaluated++;
    }
    Run run = runs.get(rule.run);
    if (run.count() < rule.rule.minEvents()
        || !reading.read(rule, run, ring, index, scale)
        || !reading.satisfies(rule)) {
      return;
    }
    fire(value, rule, number, run, index, early, context);
  }

  private void fire(
      VelocityValue value,
      CompiledRule compiled,
      int number,
      Run run,
      int index,
      boolean early,
      LogicContext<K, Alert<K>> context) {
    Ring ring = value.ring;
    Rule rule = compiled.rule;
    long time = ring.time(index);
    long suppressed = 0;
    if (rule.cooldownMillis() > 0) {
      if (value.cooldowns.holdsBack(compiled, time)) {
        context.count(compiled.suppressed);
        if (settings.statisticsMillis() > 0) {
          value.tally.line(rule, number).suppressed++;
        }
        return;
      }
      suppressed = value.cooldowns.alerted(compiled, time);
    }
    context.count("alerts");
    context.count(compiled.fired);
    if (settings.statisticsMillis() > 0) {
      value.tally.line(rule, number).fired++;
    }
    boolean streak = rule.aggregate() == Aggregate.STREAK;
    List<String> evidence =
        run.evidence(settings.evidence(), streak ? run.streakStart() : Long.MIN_VALUE);
    long start = Times.minus(time, rule.windowMillis());
    context.emit(
        new Alert<>(
            rule.id(),
            rule.version(),
            rule.severity(),
            rule.mode(),
            context.key(),
            ring.id(index),
            time,
            reading.value(),
            compiled.threshold,
            start,
            time,
            streak ? run.streak() : run.count(),
            evidence,
            suppressed,
            run.isBucketed() || run.cut() < value.compactedTo,
            compiled.sinceMillis != Long.MIN_VALUE && start < compiled.sinceMillis - 1,
            early));
  }

  private void countEvent(Plan plan, LogicContext<K, Alert<K>> context) {
    if (counted != plan || ++events >= METRICS_EVERY) {
      for (int i = 0; i < evaluations.length; i++) {
        context.count(counted.rules[i].evaluated, evaluations[i]);
      }
      counted = plan;
      evaluations = new long[plan.rules.length];
      events = 0;
    }
  }

  private void turnPeriod(VelocityValue value, long time, LogicContext<K, Alert<K>> context) {
    long start = Math.floorDiv(time, settings.statisticsMillis()) * settings.statisticsMillis();
    if (value.tally.periodStart != start) {
      sendTally(value, context);
      value.tally.periodStart = start;
    }
  }

  /** Sends what was counted for the key since the last time. */
  void sendTally(VelocityValue value, LogicContext<K, Alert<K>> context) {
    for (Tally.Line line : value.tally.lines) {
      context.emit(
          tags.statistics(),
          new RuleStatistics(
              line.ruleId,
              line.version,
              line.mode,
              value.tally.periodStart,
              line.evaluated,
              line.fired,
              line.suppressed,
              line.missing));
    }
    value.tally.lines.clear();
  }
}
