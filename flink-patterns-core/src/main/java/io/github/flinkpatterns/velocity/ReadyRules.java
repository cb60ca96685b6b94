// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Rules that fraud desks use, by name. Each returns a builder, so that severity, cool-down or a
 * filter can be added: {@code ReadyRules.velocity("burst", 5, ofMinutes(10)).severity(HIGH)}.
 */
public final class ReadyRules {

  private ReadyRules() {}

  /** Fires above {@code events} events within {@code window}. */
  public static RuleBuilder velocity(String id, int events, Duration window) {
    return Rule.named(id).count().exceeds(events).within(window);
  }

  /**
   * Fires at a number above {@code times} the mean of the earlier ones in {@code window}, of which
   * there must be {@code minEvents}.
   *
   * <p>Example: amounts 10, 12 and 14, then 121, at 10 times: the mean before is 12, 121 / 12 =
   * 10.08, so it fires at 121.
   */
  public static RuleBuilder spike(
      String id, String number, double times, int minEvents, Duration window) {
    return Rule.named(id).avg(number).exceededTimes(times).minEvents(minEvents).within(window);
  }

  /**
   * Is {@link #spike} against a profile of 90 days that is kept as one sum per day, not as events:
   * about 45 bytes per active day.
   */
  public static RuleBuilder profileSpike(String id, String number, double times, int minEvents) {
    return spike(id, number, times, minEvents, Duration.ofDays(90)).inBuckets(Duration.ofDays(1));
  }

  /** Fires above {@code most} different values of a category, such as terminals or countries. */
  public static RuleBuilder distinct(String id, String category, int most, Duration window) {
    return Rule.named(id).distinct(category).exceeds(most).within(window);
  }

  /**
   * Fires if the place of the event before lies further away than {@code kilometresPerHour} allow;
   * 1,000 is faster than an airliner.
   */
  public static RuleBuilder impossibleTravel(
      String id, String latitude, String longitude, double kilometresPerHour, Duration window) {
    return Rule.named(id).speed(latitude, longitude).exceeds(kilometresPerHour).within(window);
  }

  /**
   * Fires at an amount of {@code large} or more after at least {@code tests} below {@code small}.
   */
  public static RuleBuilder cardTesting(
      String id, String amount, double small, int tests, double large, Duration window) {
    return Rule.named(id)
        .count()
        .where(amount + " < " + decimal(small))
        .when(amount + " >= " + decimal(large))
        .atLeast(tests)
        .within(window);
  }

  /** Fires at a success after at least {@code failures} failures: a password that was guessed. */
  public static RuleBuilder failuresThenSuccess(
      String id, String outcome, String failed, String succeeded, int failures, Duration window) {
    return Rule.named(id)
        .count()
        .where(outcome + " == " + quoted(failed))
        .when(outcome + " == " + quoted(succeeded))
        .atLeast(failures)
        .within(window);
  }

  /**
   * Fires at the first event after {@code idle} without one. A key whose last event lies further
   * back than {@code history} counts as new, not as dormant. Kept in buckets: the last event of
   * each is known exactly.
   */
  public static RuleBuilder dormantThenActive(String id, Duration idle, Duration history) {
    return Rule.named(id)
        .gap()
        .atLeast(idle)
        .within(history)
        .inBuckets(Duration.ofMillis((history.toMillis() + 63) / 64));
  }

  /**
   * Fires at {@code amount} of {@code least} or more to a payee that the key has not paid within
   * {@code history}, if it has paid another.
   */
  public static RuleBuilder newPayee(
      String id, String payee, String amount, double least, Duration history) {
    return Rule.named(id)
        .firstSeenAge(payee)
        .atMost(0)
        .when(amount + " >= " + decimal(least))
        .minEvents(1)
        .within(history);
  }

  private static String decimal(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }

  private static String quoted(String text) {
    return text.indexOf('\'') < 0 ? "'" + text + "'" : '"' + text + '"';
  }
}
