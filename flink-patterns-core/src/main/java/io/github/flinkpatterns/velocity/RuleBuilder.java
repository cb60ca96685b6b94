// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Rule} in Java. An aggregate, a comparison and {@link #within} are required; the
 * rest has a default.
 */
public final class RuleBuilder {

  private final String id;
  private int version = 1;
  private List<String> keyBy = List.of();
  private @Nullable Aggregate aggregate;
  private List<String> of = List.of();
  private @Nullable Duration window;
  private @Nullable Comparison op;
  private BigDecimal threshold = BigDecimal.ZERO;
  private Severity severity = Severity.MEDIUM;
  private RuleMode mode = RuleMode.ACTIVE;
  private String where = "";
  private String when = "";
  private int minEvents;
  private Duration cooldown = Duration.ZERO;
  private Duration bucket = Duration.ZERO;

  RuleBuilder(String id) {
    this.id = id;
  }

  /** Counts events. */
  public RuleBuilder count() {
    return aggregate(Aggregate.COUNT);
  }

  /** Sums a number. */
  public RuleBuilder sum(String field) {
    return aggregate(Aggregate.SUM, field);
  }

  /** Takes the mean of a number. */
  public RuleBuilder avg(String field) {
    return aggregate(Aggregate.AVG, field);
  }

  /** Takes the smallest value of a number. */
  public RuleBuilder min(String field) {
    return aggregate(Aggregate.MIN, field);
  }

  /** Takes the largest value of a number. */
  public RuleBuilder max(String field) {
    return aggregate(Aggregate.MAX, field);
  }

  /** Takes the sample standard deviation of a number. */
  public RuleBuilder stddev(String field) {
    return aggregate(Aggregate.STDDEV, field);
  }

  /** Takes the distance of the event's own number from the earlier mean, in deviations. */
  public RuleBuilder zScore(String field) {
    return aggregate(Aggregate.ZSCORE, field);
  }

  /** Counts the different values of a category. */
  public RuleBuilder distinct(String field) {
    return aggregate(Aggregate.DISTINCT, field);
  }

  /** Takes the milliseconds since the event's own category value was first seen. */
  public RuleBuilder firstSeenAge(String field) {
    return aggregate(Aggregate.FIRST_SEEN_AGE, field);
  }

  /** Counts the events in a row that satisfy {@link #where}. */
  public RuleBuilder streak() {
    return aggregate(Aggregate.STREAK);
  }

  /** Takes the milliseconds since the event before. */
  public RuleBuilder gap() {
    return aggregate(Aggregate.GAP);
  }

  /** Takes the kilometres per hour from the place of the event before. */
  public RuleBuilder speed(String latitude, String longitude) {
    return aggregate(Aggregate.SPEED, latitude, longitude);
  }

  /** Sets the aggregate by its name. */
  public RuleBuilder aggregate(Aggregate aggregate, String... of) {
    this.aggregate = aggregate;
    this.of = List.of(of);
    return this;
  }

  /** Fires above {@code threshold}. */
  public RuleBuilder exceeds(double threshold) {
    return compare(Comparison.ABOVE, decimal(threshold));
  }

  /** Fires above {@code threshold}, for a gap or an age. */
  public RuleBuilder exceeds(Duration threshold) {
    return compare(Comparison.ABOVE, BigDecimal.valueOf(threshold.toMillis()));
  }

  /** Fires at {@code threshold} and above. */
  public RuleBuilder atLeast(double threshold) {
    return compare(Comparison.AT_LEAST, decimal(threshold));
  }

  /** Fires at {@code threshold} and above, for a gap or an age. */
  public RuleBuilder atLeast(Duration threshold) {
    return compare(Comparison.AT_LEAST, BigDecimal.valueOf(threshold.toMillis()));
  }

  /** Fires below {@code threshold}. */
  public RuleBuilder below(double threshold) {
    return compare(Comparison.BELOW, decimal(threshold));
  }

  /** Fires below {@code threshold}, for a gap or an age. */
  public RuleBuilder below(Duration threshold) {
    return compare(Comparison.BELOW, BigDecimal.valueOf(threshold.toMillis()));
  }

  /** Fires at {@code threshold} and below. */
  public RuleBuilder atMost(double threshold) {
    return compare(Comparison.AT_MOST, decimal(threshold));
  }

  /** Fires at exactly {@code threshold}. */
  public RuleBuilder equalTo(double threshold) {
    return compare(Comparison.EQUAL, decimal(threshold));
  }

  /** Fires if the event's own number is more than {@code times} the earlier aggregate. */
  public RuleBuilder exceededTimes(double times) {
    return compare(Comparison.RATIO_ABOVE, decimal(times));
  }

  /** Sets the comparison by its name. */
  public RuleBuilder compare(Comparison op, BigDecimal threshold) {
    this.op = op;
    this.threshold = threshold;
    return this;
  }

  /** Sets the window (t - {@code window}, t]. */
  public RuleBuilder within(Duration window) {
    this.window = window;
    return this;
  }

  /** Lets only some events count, such as {@code amount > 50 and country != 'DE'}. */
  public RuleBuilder where(String condition) {
    this.where = condition;
    return this;
  }

  /** Judges only some events; those that satisfy {@link #where} by default. */
  public RuleBuilder when(String condition) {
    this.when = condition;
    return this;
  }

  /** Fires only with so many events in the aggregate; no such bound by default. */
  public RuleBuilder minEvents(int events) {
    this.minEvents = events;
    return this;
  }

  /** Holds further alerts of a key back for so long, counted; none by default. */
  public RuleBuilder cooldown(Duration cooldown) {
    this.cooldown = cooldown;
    return this;
  }

  /** Keeps a long window as sums per bucket in place of events; exact events by default. */
  public RuleBuilder inBuckets(Duration bucket) {
    this.bucket = bucket;
    return this;
  }

  /** Sets the severity; {@link Severity#MEDIUM} by default. */
  public RuleBuilder severity(Severity severity) {
    this.severity = severity;
    return this;
  }

  /** Sets the mode; {@link RuleMode#ACTIVE} by default. */
  public RuleBuilder mode(RuleMode mode) {
    this.mode = mode;
    return this;
  }

  /** Sets the version; 1 by default. */
  public RuleBuilder version(int version) {
    this.version = version;
    return this;
  }

  /** Names the fields of the key; the detector's key by default. */
  public RuleBuilder keyBy(List<String> fields) {
    this.keyBy = fields;
    return this;
  }

  /**
   * Makes the rule.
   *
   * @throws IllegalArgumentException naming the rule and the field, if something is missing or
   *     wrong
   */
  public Rule build() {
    if (aggregate == null) {
      throw RuleErrors.wrong(id, "aggregate", "was not set; one of " + Aggregate.allowed());
    }
    if (op == null) {
      throw RuleErrors.wrong(id, "op", "was not set; one of " + Comparison.allowed());
    }
    if (window == null) {
      throw RuleErrors.wrong(id, "within", "was not set");
    }
    return new Rule(
        id,
        version,
        keyBy,
        aggregate,
        of,
        millis("window", window),
        op,
        threshold,
        severity,
        mode,
        where,
        when,
        minEvents,
        millis("cooldown", cooldown),
        millis("bucket", bucket));
  }

  private long millis(String field, Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException e) {
      throw RuleErrors.wrong(id, field, duration + " is longer than 100 years");
    }
  }

  private BigDecimal decimal(double threshold) {
    if (!Double.isFinite(threshold)) {
      throw RuleErrors.wrong(id, "threshold", threshold + " is not a number");
    }
    return BigDecimal.valueOf(threshold);
  }
}
