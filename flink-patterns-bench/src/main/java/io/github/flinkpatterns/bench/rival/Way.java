// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import java.io.Serializable;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * One way to do a job, ours or a rival's, as a user would put it into a job.
 *
 * @param <IN> the event
 * @param <OUT> the result
 */
public interface Way<IN, OUT> extends Serializable {

  /** Returns what tables and charts call it. */
  String name();

  /** Adds it to a job. */
  DataStream<OUT> applyTo(DataStream<IN> events) throws Exception;

  /** Returns a number for what must be equal in the results of every way. */
  long digest(OUT result);

  /** Tells whether {@code result} takes back an earlier one, as SQL may do; no by default. */
  default boolean takesBack(OUT result) {
    return false;
  }

  /** Returns a way made of its parts. */
  static <IN, OUT> Way<IN, OUT> of(String name, Wiring<IN, OUT> wiring, Digest<OUT> digest) {
    return new Wired<>(name, wiring, digest);
  }

  /** See {@link Way#applyTo}. */
  @FunctionalInterface
  interface Wiring<IN, OUT> extends Serializable {
    /** Adds the way to a job. */
    DataStream<OUT> applyTo(DataStream<IN> events) throws Exception;
  }

  /** See {@link Way#digest}. */
  @FunctionalInterface
  interface Digest<OUT> extends Serializable {
    /** Returns the number. */
    long of(OUT result);
  }
}
