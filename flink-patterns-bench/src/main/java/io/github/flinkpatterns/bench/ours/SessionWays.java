// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.ours;

import io.github.flinkpatterns.bench.rival.CountAndSum;
import io.github.flinkpatterns.bench.rival.FlinkWindow;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.session.SessionAggregator;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;

/** Sessions of visits with count and sum. */
public final class SessionWays {

  /** The name of ours on the fast host. */
  public static final String FAST = "SessionAggregator, fast host";

  /** The name of ours on the function host. */
  public static final String PLAIN = "SessionAggregator, function host";

  /** The name of Flink's. */
  public static final String FLINK = "Flink's session window";

  /** The name of Flink's where it keeps its state on the heap, whatever the others do. */
  public static final String FLINK_ON_HEAP = "Flink's session window, on the heap";

  private SessionWays() {}

  /** Returns Flink's session window. */
  public static FlinkWindow flink(Duration gap) {
    return flink(FLINK, gap);
  }

  /** Returns Flink's session window by another name. */
  public static FlinkWindow flink(String name, Duration gap) {
    return new FlinkWindow(name, EventTimeSessionWindows.withGap(gap));
  }

  /** Returns ours on the fast host. */
  public static Way<Visit, Session<String, Tuple2<Long, Long>>> fast(
      String name, Duration gap, CacheSettings cache) {
    var spec = spec(gap);
    return Way.of(name, visits -> spec.applyTo(visits, "sessions", cache), SessionWays::digest);
  }

  /** Returns ours on the function host. */
  public static Way<Visit, Session<String, Tuple2<Long, Long>>> plain(Duration gap) {
    var spec = spec(gap);
    return Way.of(
        PLAIN,
        visits -> visits.keyBy(Visit::user, Types.STRING).process(spec.toFunction()),
        SessionWays::digest);
  }

  /** Returns ours. */
  public static SessionAggregator<Visit, String, Tuple2<Long, Long>, Tuple2<Long, Long>> spec(
      Duration gap) {
    return SessionAggregator.on(Visit.class)
        .keyedBy(Visit::user, String.class)
        .closeAfterInactivity(gap)
        .aggregate(new CountAndSum(), CountAndSum.TYPE, CountAndSum.TYPE)
        .build();
  }

  private static long digest(Session<String, Tuple2<Long, Long>> s) {
    return FlinkWindow.digest(
        s.key(), s.startMillis(), s.endMillis(), s.result().f0, s.result().f1);
  }
}
