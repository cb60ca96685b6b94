// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Puts aside the events that are later than allowed, once, for everything behind it.
 *
 * <pre>{@code
 * var lateness = LateEvents.on(Order.class).laterThan(Duration.ofMinutes(5));
 * SingleOutputStreamOperator<Order> inTime = lateness.applyTo(orders, "lateness");
 * DataStream<LateEvent<Order>> late = inTime.getSideOutput(lateness.late());
 * }</pre>
 *
 * <p>An event is late if its timestamp is not after the watermark less the allowance. Each operator
 * behind a shuffle judges by the watermark that has reached it, and two of them may judge one event
 * differently. Directly behind the watermarks, with the same parallelism, this step sees each event
 * with the watermark before it: all operators behind it then agree.
 *
 * <p><b>In numbers</b>: allowance 10 ms, watermark 100. An event at 91 passes; one at 90 leaves by
 * {@link #late()} with {@code behindMillis} 10.
 *
 * <p>No state. Events without a timestamp leave by {@link #withoutTimestamp()}. The metric group
 * {@code LateEvents} counts {@code late} and {@code withoutTimestamp}. Immutable and serializable.
 *
 * @param <E> the event
 */
public final class LateEvents<E> implements Serializable {

  static final String NAME = "LateEvents";

  private final TypeInformation<E> type;
  private final long allowedMillis;
  private final OutputTag<LateEvent<E>> late;
  private final OutputTag<E> withoutTimestamp;

  private LateEvents(TypeInformation<E> type, long allowedMillis) {
    this.type = type;
    this.allowedMillis = allowedMillis;
    this.late = new OutputTag<>("late", LateEvent.type(type));
    this.withoutTimestamp = new OutputTag<>("withoutTimestamp", type);
  }

  /** Starts with the class of the events. */
  public static <E> NeedsAllowance<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "on")));
  }

  /** Starts with the type of the events. */
  public static <E> NeedsAllowance<E> on(TypeInformation<E> type) {
    return new NeedsAllowance<>(Require.given(type, NAME, "on"));
  }

  /** Returns the step as a plain Flink function, for {@code stream.process(...)}. */
  public ProcessFunction<E, E> toFunction() {
    return new LateRouter<>(type, allowedMillis, late, withoutTimestamp);
  }

  /**
   * Runs the step with the parallelism of {@code stream}, so that it is chained to what gives the
   * watermarks.
   *
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<E> applyTo(DataStream<E> stream, String uid) {
    Require.given(stream, NAME, "stream");
    if (Require.given(uid, NAME, "uid").isBlank()) {
      throw Require.wrong(NAME, "uid", "''", "must name the step", "pass a name");
    }
    return stream
        .process(toFunction())
        .returns(type)
        .uid(uid)
        .name(uid)
        .setParallelism(stream.getParallelism());
  }

  /** Returns the side output of events later than allowed. */
  public OutputTag<LateEvent<E>> late() {
    return late;
  }

  /** Returns the side output of events without a timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  /**
   * The stage of the builder that says how late is too late.
   *
   * @param <E> the event
   */
  public static final class NeedsAllowance<E> {

    private final TypeInformation<E> type;

    private NeedsAllowance(TypeInformation<E> type) {
      this.type = type;
    }

    /**
     * Returns the step for events that are {@code allowance} or more behind the watermark. With
     * zero, these are the events at or before it, which Flink's windows drop.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public LateEvents<E> laterThan(Duration allowance) {
      return new LateEvents<>(type, Require.nonNegativeMillis(allowance, NAME, "laterThan"));
    }
  }
}
