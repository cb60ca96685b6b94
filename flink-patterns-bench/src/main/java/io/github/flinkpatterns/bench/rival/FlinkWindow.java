// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Visit;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Flink's window operator with an aggregate: sessions, tumbling or sliding windows.
 *
 * @param name what tables and charts call it
 * @param windows the windows
 */
public record FlinkWindow(String name, WindowAssigner<Object, TimeWindow> windows)
    implements Way<Visit, Tuple5<String, Long, Long, Long, Long>> {

  /** The type of a result: key, start, end, count, sum. */
  static final TypeInformation<Tuple5<String, Long, Long, Long, Long>> RESULT =
      Types.TUPLE(Types.STRING, Types.LONG, Types.LONG, Types.LONG, Types.LONG);

  /** Adds the bounds of the window, which a user of Flink's windows needs this function for. */
  static final class WithBounds
      extends ProcessWindowFunction<
          Tuple2<Long, Long>, Tuple5<String, Long, Long, Long, Long>, String, TimeWindow> {
    @Override
    public void process(
        String key,
        Context context,
        Iterable<Tuple2<Long, Long>> results,
        Collector<Tuple5<String, Long, Long, Long, Long>> out) {
      Tuple2<Long, Long> sum = results.iterator().next();
      TimeWindow window = context.window();
      out.collect(Tuple5.of(key, window.getStart(), window.getEnd(), sum.f0, sum.f1));
    }
  }

  @Override
  public DataStream<Tuple5<String, Long, Long, Long, Long>> applyTo(DataStream<Visit> visits) {
    return visits
        .keyBy(Visit::user, Types.STRING)
        .window(windows)
        .aggregate(new CountAndSum(), new WithBounds(), CountAndSum.TYPE, CountAndSum.TYPE, RESULT);
  }

  @Override
  public long digest(Tuple5<String, Long, Long, Long, Long> t) {
    return digest(t.f0, t.f1, t.f2, t.f3, t.f4);
  }

  /** Returns the digest of a result with these parts. */
  public static long digest(String key, long start, long end, long count, long sum) {
    return Objects.hash(key, start, end, count, sum);
  }
}
