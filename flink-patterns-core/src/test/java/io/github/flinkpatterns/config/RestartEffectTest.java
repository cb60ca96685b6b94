// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.executiongraph.failover.NoRestartBackoffTimeStrategy;
import org.apache.flink.runtime.executiongraph.failover.RestartBackoffTimeStrategy;
import org.apache.flink.runtime.executiongraph.failover.RestartBackoffTimeStrategyFactoryLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The strategy object that Flink's scheduler would use, asked as the scheduler asks it. */
class RestartEffectTest {

  private final Exception failure = new Exception("failed");

  private static RestartBackoffTimeStrategy strategy(Restart restart) {
    return RestartBackoffTimeStrategyFactoryLoader.createRestartBackoffTimeStrategyFactory(
            Effect.minimal().restart(restart).toConfiguration(), new Configuration(), true)
        .create();
  }

  @Test
  void neverEndsTheJobAtTheFirstFailure() {
    assertThat(strategy(Restart.never())).isSameAs(NoRestartBackoffTimeStrategy.INSTANCE);
  }

  @Test
  void aFixedDelayEndsAfterItsAttempts() {
    RestartBackoffTimeStrategy strategy = strategy(Restart.fixedDelay(2, Duration.ofSeconds(7)));

    strategy.notifyFailure(failure);
    assertThat(strategy.canRestart()).isTrue();
    assertThat(strategy.getBackoffTime()).isEqualTo(7_000);
    strategy.notifyFailure(failure);
    assertThat(strategy.canRestart()).isTrue();
    strategy.notifyFailure(failure);
    assertThat(strategy.canRestart()).isFalse();
  }

  @Test
  void aFailureRateEndsWhenTooManyFallIntoTheInterval() {
    RestartBackoffTimeStrategy strategy =
        strategy(Restart.failureRate(2, Duration.ofHours(5), Duration.ofSeconds(3)));

    strategy.notifyFailure(failure);
    strategy.notifyFailure(failure);
    assertThat(strategy.canRestart()).isTrue();
    assertThat(strategy.getBackoffTime()).isEqualTo(3_000);
    strategy.notifyFailure(failure);
    assertThat(strategy.canRestart()).isFalse();
    assertThat(strategy.toString()).contains("failuresIntervalMS=18000000");
  }

  @Test
  void anExponentialDelayHasItsStepsItsCapAndItsAttempts() {
    RestartBackoffTimeStrategy strategy =
        strategy(
            Restart.exponentialDelay(Duration.ofSeconds(1), Duration.ofSeconds(10))
                .multiplier(4)
                .jitter(0)
                .resetAfter(Duration.ofHours(2))
                .maxAttempts(3));

    strategy.notifyFailure(failure);

    assertThat(strategy.canRestart()).isTrue();
    assertThat(strategy.toString())
        .contains("initialBackoffMS=1000,")
        .contains("maxBackoffMS=10000,")
        .contains("backoffMultiplier=4.0,")
        .contains("resetBackoffThresholdMS=7200000,")
        .contains("jitterFactor=0.0,")
        .contains("attemptsBeforeResetBackoff=3,");
  }

  @Test
  @Tag("every-flink")
  void aLaterStrategyLeavesNothingOfTheFirst() {
    Configuration conf =
        Effect.minimal()
            .restart(Restart.fixedDelay(2, Duration.ofSeconds(7)))
            .restart(Restart.never())
            .toConfiguration();

    assertThat(conf.keySet()).noneMatch(key -> key.contains("fixed-delay"));
  }

  @Test
  @Tag("every-flink")
  void delaysThatFlinkWouldRefuseAreRefusedAtOnce() {
    assertThatThrownBy(
            () -> Restart.exponentialDelay(Duration.ofSeconds(10), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Restart: parameter 'initial': PT10S must not exceed max PT1S; raise max or lower initial");
    assertThatThrownBy(
            () ->
                Restart.exponentialDelay(Duration.ofSeconds(1), Duration.ofSeconds(1))
                    .multiplier(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Restart: parameter 'multiplier': 1.0 must be above 1; use fixedDelay for a constant delay");
  }
}
