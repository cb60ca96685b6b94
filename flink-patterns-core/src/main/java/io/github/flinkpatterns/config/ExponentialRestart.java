// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;

/** Restarts after a delay that grows from failure to failure; see {@link Restart}. */
public final class ExponentialRestart extends Restart {

  ExponentialRestart(Options options) {
    super(options);
  }

  /** Multiplies the delay by {@code factor}, above 1, after each failure; default 1.5. */
  public ExponentialRestart multiplier(double factor) {
    Check.that(
        factor > 1 && Double.isFinite(factor),
        WHERE,
        "multiplier",
        factor,
        "must be above 1",
        "use fixedDelay for a constant delay");
    return new ExponentialRestart(
        options().with(Keys.EXPONENTIAL_MULTIPLIER, factor, "how fast the delay grows"));
  }

  /** Varies each delay by up to this part of it, from 0 to 1; default 0.1. */
  public ExponentialRestart jitter(double part) {
    Check.that(
        part >= 0 && part <= 1, WHERE, "jitter", part, "must be from 0 to 1", "give a fraction");
    return new ExponentialRestart(
        options().with(Keys.EXPONENTIAL_JITTER, part, "many jobs do not restart at one moment"));
  }

  /** Starts from the first delay again after {@code quiet} without a failure; default 1 hour. */
  public ExponentialRestart resetAfter(Duration quiet) {
    return new ExponentialRestart(
        options()
            .with(
                Keys.EXPONENTIAL_RESET,
                Check.atLeast(Duration.ofMillis(1), WHERE, "resetAfter", quiet),
                "so long without a failure counts as healthy"));
  }

  /** Fails the job after {@code attempts} restarts, at least 1, without a reset between them. */
  public ExponentialRestart maxAttempts(int attempts) {
    return new ExponentialRestart(
        options()
            .with(
                Keys.EXPONENTIAL_ATTEMPTS,
                (int) Require.inRange(attempts, 1, Integer.MAX_VALUE, WHERE, "maxAttempts"),
                "a cause that stays ends the job"));
  }
}
