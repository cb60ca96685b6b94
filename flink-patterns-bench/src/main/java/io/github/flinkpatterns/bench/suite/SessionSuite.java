// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.rival.TimerPerEventSessions;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;

/**
 * Sessions of events per user, with count and sum: ours against Flink's session window, on RocksDB
 * also against that on the heap backend, and for events in order against the usual session by hand.
 *
 * <p>Scenario: one event a millisecond of event time, up to 2 s out of order; 30,000 users at a
 * time with an event every 30 s on average, who leave after 600 s; gap 30 minutes ({@code quick}: 5
 * minutes; those in order always 5). A session has 20 events; about 120,000 (5 minutes: 45,000) are
 * open. A watermark every 200 events, a barrier every 100,000.
 *
 * <p>Command: {@code flink-patterns-bench/run session}.
 */
final class SessionSuite {

  static final String TITLE = "Sessions";

  private SessionSuite() {}

  static void run(Context context) throws Exception {
    Scale scale = context.scale();
    Duration gap = scale.pick(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMinutes(30));
    Question<Visit> sessions = question(scale, TITLE, 2_000, gap);
    if (context.on("rocksdb")) {
      sessions.withOn("hashmap", SessionWays.flink(SessionWays.FLINK_ON_HEAP, gap));
    }
    context.compare(
        sessions.withBareRocksDb(),
        context.pace(Pace.of(5_000, 1, 2), Pace.of(100_000, 10, 5), Pace.of(100_000, 26, 10)));
    if (scale != Scale.QUICK) {
      Duration shorter = scale.pick(gap, gap, Duration.ofMinutes(5));
      Question<Visit> ordered = question(scale, "Sessions of events in order", 0, shorter);
      ordered.with(new TimerPerEventSessions(shorter));
      context.compare(
          ordered,
          context.pace(Pace.of(5_000, 1, 2), Pace.of(100_000, 10, 8), Pace.of(100_000, 10, 8)));
    }
  }

  private static Question<Visit> question(Scale scale, String title, int disorder, Duration gap) {
    Visits visits =
        Visits.uniform(
            scale.pick(100, 30_000, 30_000), scale.pick(2_000, 600_000, 600_000), disorder);
    return question("session", title, visits, gap);
  }

  /** Asks for sessions of {@code visits}: both hosts of ours, and Flink's window. */
  static Question<Visit> question(String suite, String title, Visits visits, Duration gap) {
    String scenario =
        String.format(
            "%,d users at a time with an event every %,.1f s on average, up to %,.1f s out of"
                + " order; gap %,d s; count and sum.",
            visits.slots(), visits.slots() / 1e3, visits.disorder() / 1e3, gap.toSeconds());
    return new Question<>(suite, title, scenario, visits)
        .with(SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()))
        .with(SessionWays.plain(gap))
        .with(SessionWays.flink(gap));
  }
}
