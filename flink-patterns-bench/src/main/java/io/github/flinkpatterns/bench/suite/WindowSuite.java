// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.rival.CountAndSum;
import io.github.flinkpatterns.bench.rival.FlinkWindow;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.WindowResult;
import io.github.flinkpatterns.window.Windows;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * Count and sum per user over three kinds of windows: ours in one pass against three of Flink's
 * window operators.
 *
 * <p>Scenario: one event a millisecond of event time, up to 2 s out of order, over 10,000 users, of
 * whom each has an event every 10 s on average; tumbling windows of 1 and of 5 minutes, sliding
 * ones of 1 minute by 30 s. A watermark every 200 events, a barrier every 100,000. The smoke run
 * has windows a hundredth as long.
 *
 * <p>Command: {@code flink-patterns-bench/run window}.
 */
final class WindowSuite {

  private WindowSuite() {}

  static void run(Context context) throws Exception {
    Duration minute =
        context.scale().pick(Duration.ofMillis(600), Duration.ofMinutes(1), Duration.ofMinutes(1));
    int users = context.scale().pick(50, 10_000, 10_000);
    context.compare(
        question(users, minute),
        context.pace(Pace.of(5_000, 1, 2), Pace.of(100_000, 4, 3), Pace.of(100_000, 4, 10)));
  }

  static Question<Visit> question(int users, Duration minute) {
    Duration half = minute.dividedBy(2);
    Duration five = minute.multipliedBy(5);
    var spec =
        WindowAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .windows(
                Windows.tumbling(minute), Windows.tumbling(five), Windows.sliding(minute, half))
            .aggregate(new CountAndSum(), CountAndSum.TYPE, CountAndSum.TYPE)
            .build();
    Way<Visit, WindowResult<String, Tuple2<Long, Long>>> fast =
        Way.of(
            "WindowAggregator, fast host",
            visits -> spec.applyTo(visits, "windows", CacheSettings.defaults()),
            WindowSuite::digest);
    Way<Visit, WindowResult<String, Tuple2<Long, Long>>> plain =
        Way.of(
            "WindowAggregator, function host",
            visits -> visits.keyBy(Visit::user, Types.STRING).process(spec.toFunction()),
            WindowSuite::digest);
    return new Question<>(
            "window",
            "Three kinds of windows",
            String.format(
                "%,d users, up to 2 s out of order; tumbling windows of 1 and 5 minutes, sliding"
                    + " ones of 1 minute by 30 s; count and sum.",
                users),
            Visits.uniform(users, Visits.FOR_EVER, 2_000))
        .with(fast)
        .with(plain)
        .with(
            "Flink's three window operators",
            "",
            List.of(
                new FlinkWindow("1 minute", TumblingEventTimeWindows.of(minute)),
                new FlinkWindow("5 minutes", TumblingEventTimeWindows.of(five)),
                new FlinkWindow("sliding", SlidingEventTimeWindows.of(minute, half))));
  }

  private static long digest(WindowResult<String, Tuple2<Long, Long>> r) {
    return FlinkWindow.digest(
        r.key(), r.startMillis(), r.endMillis(), r.result().f0, r.result().f1);
  }
}
