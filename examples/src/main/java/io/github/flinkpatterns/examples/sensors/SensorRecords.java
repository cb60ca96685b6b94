// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** What is written of a window, and how it is gathered. */
final class SensorRecords {

  private SensorRecords() {}

  /**
   * The measurements of one window of the clock.
   *
   * @param key the series
   * @param windowStartMillis the first millisecond of the window
   * @param windowEndMillis the first millisecond after it
   * @param count how many there are
   * @param min the smallest
   * @param max the largest
   * @param average their mean
   */
  public record WindowRecord(
      String key,
      long windowStartMillis,
      long windowEndMillis,
      long count,
      double min,
      double max,
      double average) {

    static final TypeInformation<WindowRecord> TYPE = type();

    private static TypeInformation<WindowRecord> type() {
      Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
      fields.put("key", Types.STRING);
      fields.put("windowStartMillis", Types.LONG);
      fields.put("windowEndMillis", Types.LONG);
      fields.put("count", Types.LONG);
      fields.put("min", Types.DOUBLE);
      fields.put("max", Types.DOUBLE);
      fields.put("average", Types.DOUBLE);
      return Types.POJO(WindowRecord.class, fields);
    }
  }

  /**
   * What is gathered.
   *
   * @param count how many measurements
   * @param sum their sum
   * @param min the smallest
   * @param max the largest
   */
  public record Summary(long count, double sum, double min, double max) {

    static final TypeInformation<Summary> TYPE =
        Types.POJO(
            Summary.class,
            Map.of(
                "count",
                Types.LONG,
                "sum",
                Types.DOUBLE,
                "min",
                Types.DOUBLE,
                "max",
                Types.DOUBLE));

    private static final Summary NONE =
        new Summary(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private Summary plus(Summary other) {
      return new Summary(
          count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
    }
  }

  /** Gathers measurements. */
  static final class Gather implements AggregateFunction<Reading, Summary, Summary> {

    @Override
    public Summary createAccumulator() {
      return Summary.NONE;
    }

    @Override
    public Summary add(Reading reading, Summary summary) {
      double value = reading.value();
      return summary.plus(new Summary(1, value, value, value));
    }

    @Override
    public Summary getResult(Summary summary) {
      return summary;
    }

    @Override
    public Summary merge(Summary a, Summary b) {
      return a.plus(b);
    }
  }

  /** Adds the window to what was gathered in it. */
  static final class OfWindow
      extends ProcessWindowFunction<Summary, WindowRecord, String, TimeWindow> {

    @Override
    public void process(
        String key, Context context, Iterable<Summary> summaries, Collector<WindowRecord> out) {
      for (Summary summary : summaries) {
        out.collect(
            new WindowRecord(
                key,
                context.window().getStart(),
                context.window().getEnd(),
                summary.count(),
                summary.min(),
                summary.max(),
                summary.sum() / summary.count()));
      }
    }
  }
}
