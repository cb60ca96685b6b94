// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Snapshots of each state layout, written by the code that introduced it and read for ever.
 *
 * <p>A new layout gets a new file: run once with {@code -Dflinkpatterns.testkit.record=true}.
 */
@Tag("every-flink")
class SessionGoldenStateTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  @Test
  void theFirstLayoutOfPlainSessionsIsRead() {
    var sessions =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Duration.ofMillis(10))
            .aggregate(new Visit.Tallying())
            .allowedLateness(Duration.ofMillis(100))
            .emitOpened()
            .emitUpdatesEvery(2)
            .closeWhenSourceIdle(Duration.ofSeconds(60))
            .build();
    StateCompatibility.of(
            Scenario.of(sessions.toFunction())
                .keyedBy(Visit::user, String.class)
                // Two closed sessions become one, and one behind them is open and updated.
                .event(Visit.of("merged", 1), 1_000)
                .event(Visit.of("merged", 2), 1_015)
                .watermark(1_040)
                .event(Visit.of("merged", 3), 1_008)
                .event(Visit.of("merged", 4), 1_050)
                .event(Visit.of("merged", 5), 1_055)
                .event(Visit.of("open", 6), 1_052)
                .processingTime(5_000)
                .event(Visit.of("open", 7), 1_049)
                .savepoint()
                .event(Visit.of("merged", 8), 1_029)
                .event(Visit.of("open", 9), 1_061)
                .watermark(1_100)
                .event(Visit.of("open", 10), 1_045)
                .watermark(1_300)
                .alternatingWith(
                    FastHost.operator(sessions.logic(), Visit::user, CacheSettings.defaults())))
        .verify(FOLDER.resolve("session-plain-v1.snap"));
  }

  @Test
  void theFirstLayoutOfOrderedSessionsIsRead() {
    var sessions =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Duration.ofMillis(10))
            .maxDuration(Duration.ofMillis(40))
            .maxEvents(6)
            .endBefore(visit -> visit.id() % 7 == 0)
            .endAfter(Visit::ends)
            .cutOnChangeOf(Visit::campaignOrNull)
            .cutAtMidnight(ZoneOffset.UTC)
            .orderTiesBy(Visit::sequence)
            .aggregate(new Visit.Tallying())
            .allowedLateness(Duration.ofMillis(5))
            .emitOpened()
            .emitUpdatesEvery(2)
            .closeWhenSourceIdle(Duration.ofSeconds(60))
            .build();
    StateCompatibility.of(
            Scenario.of(sessions.toFunction())
                .keyedBy(Visit::user, String.class)
                .event(Visit.of("idle", 1), 1_000)
                .event(Visit.of("idle", 2), 1_003)
                .processingTime(60_000)
                .event(new Visit("open", 3, 0, false, "a", 9), 1_000)
                .event(new Visit("open", 4, 0, false, "", 8), 1_000)
                .watermark(1_006)
                .event(new Visit("open", 6, 0, true, "b", 3), 1_012)
                .event(new Visit("open", 5, 0, false, "b", 5), 1_008)
                .event(new Visit("open", 7, 0, false, "", 2), 1_012)
                .event(Visit.of("waiting", 8), 1_010)
                .savepoint()
                .event(Visit.of("idle", 9), 1_003)
                .event(Visit.of("idle", 10), 1_004)
                .event(new Visit("open", 11, 0, false, "", 1), 1_012)
                .watermark(1_300)
                .alternatingWith(
                    FastHost.operator(sessions.logic(), Visit::user, CacheSettings.defaults())))
        .verify(FOLDER.resolve("session-ordered-v1.snap"));
  }
}
