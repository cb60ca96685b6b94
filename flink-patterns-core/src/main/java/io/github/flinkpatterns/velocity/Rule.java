// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One rule: an aggregate over the sliding window (t - window, t] of a key, held against a
 * threshold.
 *
 * <p>Written in Java with {@link #named}, or read from a file with {@link RuleFiles}; both give the
 * same record. Whatever is wrong is refused when the record is made, with the rule and the field
 * named; fields of the event that the detector does not know are refused when it is built.
 *
 * <p>Example: {@code Rule.named("burst").count().exceeds(5).within(Duration.ofMinutes(10)).build()}
 * fires at the sixth event of a key within ten minutes. With events of one key at 0:00, 2:00, 4:00,
 * 6:00, 8:00 and 10:00 (minutes) it does not fire at 10:00: the window (0:00, 10:00] holds five.
 *
 * @param id names the rule in alerts and updates; unique in a rule set
 * @param version at least 1; a changed rule needs a higher one
 * @param keyBy the fields the rule is keyed by; empty: the key of the detector
 * @param aggregate what is computed
 * @param of the fields it is computed of; none for {@code COUNT}, {@code STREAK}, {@code GAP};
 *     latitude and longitude for {@code SPEED}; one for all others
 * @param windowMillis the window's length, at least 1 ms
 * @param op how the value is compared
 * @param threshold what it is compared with; milliseconds for {@code GAP} and {@code
 *     FIRST_SEEN_AGE}
 * @param severity handed on to alerts
 * @param mode active, shadow or paused
 * @param where which events count, such as {@code amount > 50 and country != 'DE'}; empty: all. An
 *     event that does not satisfy it is not judged either, unless {@code when} is given
 * @param when which events are judged; empty: those that satisfy {@code where}
 * @param minEvents at fewer events in the aggregate the rule does not fire; 0: no such bound
 * @param cooldownMillis for how long after an alert of a key the rule's further ones are counted
 *     and not sent; 0: none
 * @param bucketMillis 0: the window is exact. Else events that no exact window needs any more are
 *     kept as sums per bucket of this length, and the window reaches back up to one bucket further
 */
public record Rule(
    String id,
    int version,
    List<String> keyBy,
    Aggregate aggregate,
    List<String> of,
    long windowMillis,
    Comparison op,
    BigDecimal threshold,
    Severity severity,
    RuleMode mode,
    String where,
    String when,
    int minEvents,
    long cooldownMillis,
    long bucketMillis)
    implements Serializable {

  private static final long MOST_MILLIS = 100L * 366 * 24 * 3600 * 1000;

  /** Arithmetic with a larger one, such as 1e1000000000, may cost without bound. */
  private static final int MOST_DIGITS = 40;

  /** Checks the rule. */
  public Rule {
    if (id.isBlank()) {
      throw RuleErrors.wrong(id, "id", "must not be empty");
    }
    keyBy = List.copyOf(keyBy);
    of = List.copyOf(of);
    threshold = normal(threshold);
    check(
        id,
        "threshold",
        Math.abs((long) threshold.scale()) <= MOST_DIGITS && threshold.precision() <= MOST_DIGITS,
        "must have at most " + MOST_DIGITS + " digits");
    check(id, "version", version >= 1, version + " must be at least 1");
    check(
        id,
        "of",
        of.size() == aggregate.of().fields,
        aggregate.text() + " needs " + aggregate.of().fields + " field(s), given: " + of);
    millis(id, "window", windowMillis, 1);
    millis(id, "cooldown", cooldownMillis, 0);
    millis(id, "bucket", bucketMillis, 0);
    check(id, "minEvents", minEvents >= 0, minEvents + " must not be negative");
    check(
        id,
        "bucket",
        bucketMillis == 0 || (bucketMillis <= windowMillis && windowMillis / bucketMillis <= 1000),
        bucketMillis + " ms must divide the window into 1 to 1000 buckets");
    check(
        id,
        "bucket",
        bucketMillis == 0 || (aggregate != Aggregate.SPEED && aggregate != Aggregate.STREAK),
        aggregate.text() + " cannot be kept in buckets; leave it out");
    if (op == Comparison.RATIO_ABOVE) {
      check(
          id,
          "op",
          aggregate.of() == Aggregate.Of.NUMBER && aggregate != Aggregate.ZSCORE,
          "'ratio>' needs sum, avg, min, max or stddev of a number, not " + aggregate.text());
    }
    where = Condition.parse(id, "where", where).text();
    when = Condition.parse(id, "when", when).text();
  }

  /** Starts a rule in Java. */
  public static RuleBuilder named(String id) {
    return new RuleBuilder(id);
  }

  /** What a rule needs a field to be. */
  public enum FieldKind {
    /** A number: it is aggregated, or compared by size. */
    NUMBER,
    /** A category: its values are told apart. */
    CATEGORY,
    /** Either: it is compared with == or != only. */
    ANY
  }

  /** Returns the fields of the event that the rule reads, with what each must be. */
  public Map<String, FieldKind> fields() {
    Map<String, FieldKind> fields = new TreeMap<>();
    boolean category = aggregate.of() == Aggregate.Of.CATEGORY;
    of.forEach(name -> fields.put(name, category ? FieldKind.CATEGORY : FieldKind.NUMBER));
    for (String condition : List.of(where, when)) {
      for (List<Condition.Term> terms : Condition.parse(id, "where", condition).anyOf()) {
        for (Condition.Term term : terms) {
          FieldKind kind = term.op() == Comparison.EQUAL ? FieldKind.ANY : FieldKind.NUMBER;
          fields.merge(term.field(), kind, (a, b) -> a == FieldKind.ANY ? b : a);
        }
      }
    }
    return fields;
  }

  /** Returns the same rule in another mode. */
  public Rule withMode(RuleMode other) {
    return new Rule(
        id,
        version,
        keyBy,
        aggregate,
        of,
        windowMillis,
        op,
        threshold,
        severity,
        other,
        where,
        when,
        minEvents,
        cooldownMillis,
        bucketMillis);
  }

  /** Returns the same rule as another version. */
  public Rule withVersion(int other) {
    return new Rule(
        id,
        other,
        keyBy,
        aggregate,
        of,
        windowMillis,
        op,
        threshold,
        severity,
        mode,
        where,
        when,
        minEvents,
        cooldownMillis,
        bucketMillis);
  }

  /** Tells whether only events before the judged one are in the aggregate. */
  boolean earlierOnly() {
    return aggregate.earlierOnly() || op == Comparison.RATIO_ABOVE;
  }

  private static BigDecimal normal(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static void millis(String id, String field, long millis, long least) {
    check(
        id,
        field,
        millis >= least && millis <= MOST_MILLIS,
        millis + " ms must be in " + least + " ms..100 years");
  }

  private static void check(String id, String field, boolean holds, String what) {
    if (!holds) {
      throw RuleErrors.wrong(id, field, what);
    }
  }
}
