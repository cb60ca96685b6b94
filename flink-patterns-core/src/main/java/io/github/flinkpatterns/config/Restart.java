// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;

/**
 * Says what happens when a job fails.
 *
 * <p>Without it Flink decides: no restart without checkpoints, with them an exponential delay from
 * 1 s to 1 min for ever.
 *
 * <p>Example in numbers: {@code exponentialDelay(ofSeconds(1), ofSeconds(10)).multiplier(2)} waits
 * 1, 2, 4, 8, 10, 10, ... seconds, each give or take 10 % but never less than 1 s or more than 10
 * s.
 */
public sealed class Restart permits ExponentialRestart {

  static final String WHERE = "Restart";

  private final Options options;

  Restart(Options options) {
    this.options = options;
  }

  final Options options() {
    return options;
  }

  /** Never restarts: the first failure ends the job. */
  public static Restart never() {
    return new Restart(type("none", "the first failure ends the job and shows its cause"));
  }

  /** Restarts up to {@code attempts} times, at least once, each time after {@code delay}. */
  public static Restart fixedDelay(int attempts, Duration delay) {
    return new Restart(
        type("fixed-delay", "a bounded number of attempts")
            .with(
                Keys.FIXED_DELAY_ATTEMPTS,
                (int) Require.inRange(attempts, 1, Integer.MAX_VALUE, WHERE, "attempts"),
                "after that the job has failed")
            .with(
                Keys.FIXED_DELAY,
                Check.atLeast(Duration.ZERO, WHERE, "delay", delay),
                "time for the cause to go away"));
  }

  /**
   * Restarts after {@code delay} until more than {@code maxFailures} failures, at least 1, fall
   * into {@code interval}.
   */
  public static Restart failureRate(int maxFailures, Duration interval, Duration delay) {
    return new Restart(
        type("failure-rate", "rare failures for ever, frequent ones not")
            .with(
                Keys.FAILURE_RATE_MAX,
                (int) Require.inRange(maxFailures, 1, Integer.MAX_VALUE, WHERE, "maxFailures"),
                "more within the interval end the job")
            .with(
                Keys.FAILURE_RATE_INTERVAL,
                Check.atLeast(Duration.ofMillis(1), WHERE, "interval", interval),
                "over which failures are counted")
            .with(
                Keys.FAILURE_RATE_DELAY,
                Check.atLeast(Duration.ZERO, WHERE, "delay", delay),
                "time for the cause to go away"));
  }

  /**
   * Restarts for ever, waiting {@code initial} first and longer each time, up to {@code max}; both
   * at least 1 ms.
   */
  public static ExponentialRestart exponentialDelay(Duration initial, Duration max) {
    Check.atLeast(Duration.ofMillis(1), WHERE, "initial", initial);
    Check.that(
        initial.compareTo(max) <= 0,
        WHERE,
        "initial",
        initial,
        "must not exceed max " + max,
        "raise max or lower initial");
    return new ExponentialRestart(
        type("exponential-delay", "soon at first, gently when the cause stays")
            .with(Keys.EXPONENTIAL_INITIAL, initial, "a passing fault costs no more than this")
            .with(
                Keys.EXPONENTIAL_MAX,
                Check.atLeast(Duration.ofMillis(1), WHERE, "max", max),
                "no longer pause than this, however long the cause lasts"));
  }

  private static Options type(String type, String reason) {
    return Options.NONE.with(Keys.RESTART, type, reason);
  }
}
