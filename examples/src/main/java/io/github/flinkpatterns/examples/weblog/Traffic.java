// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.weblog.Traffic.Counts;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The requests of one minute.
 *
 * @param windowStartMillis the first millisecond of the minute
 * @param windowEndMillis the first millisecond after it
 * @param requests the number of requests
 * @param bytes the bytes of their answers
 * @param errors the answers with a status of 400 or above
 */
public record Traffic(
    long windowStartMillis, long windowEndMillis, long requests, long bytes, long errors) {

  /** The type of the traffic of a minute. */
  static final TypeInformation<Traffic> TYPE =
      Types.POJO(
          Traffic.class,
          Map.of(
              "windowStartMillis", Types.LONG,
              "windowEndMillis", Types.LONG,
              "requests", Types.LONG,
              "bytes", Types.LONG,
              "errors", Types.LONG));

  /**
   * What is counted.
   *
   * @param requests the number of requests
   * @param bytes the bytes of their answers
   * @param errors the answers with a status of 400 or above
   */
  public record Counts(long requests, long bytes, long errors) {

    /** The type of the counts. */
    static final TypeInformation<Counts> TYPE =
        Types.POJO(
            Counts.class,
            Map.of("requests", Types.LONG, "bytes", Types.LONG, "errors", Types.LONG));

    private static final Counts NONE = new Counts(0, 0, 0);

    private Counts plus(Counts other) {
      return new Counts(requests + other.requests, bytes + other.bytes, errors + other.errors);
    }
  }

  /** Counts requests. */
  static final class Counter implements AggregateFunction<LogLine, Counts, Counts> {

    @Override
    public Counts createAccumulator() {
      return Counts.NONE;
    }

    @Override
    public Counts add(LogLine line, Counts counts) {
      return counts.plus(new Counts(1, line.bytes(), line.isError() ? 1 : 0));
    }

    @Override
    public Counts getResult(Counts counts) {
      return counts;
    }

    @Override
    public Counts merge(Counts a, Counts b) {
      return a.plus(b);
    }
  }
}
