// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Gathers the events of each parallel instance into batches by count, bytes or time, without keys:
 * for a sink or a service that takes many at once.
 *
 * <pre>{@code
 * var batcher = Batcher.on(Order.class)
 *     .emitAfterProcessingTime(Duration.ofSeconds(5))
 *     .maxEvents(500)
 *     .build();
 * SingleOutputStreamOperator<Batch<Order>> batches = batcher.applyTo(orders, "batches");
 * }</pre>
 *
 * <p>A batch leaves when it holds {@code maxEvents}, before it would exceed {@code maxBytes}, when
 * its oldest event has waited for the given time, when the input ends, and, waiting in event time,
 * when it becomes idle.
 *
 * <p><b>In numbers</b>: {@code emitAfter(10 ms)}, {@code maxEvents(3)}; events at 1, 4, 2, 5 and
 * then the watermark 14. The first three leave at once, in the order in which they came (COUNT);
 * the one at 5 waits until the watermark 15 (TIME).
 *
 * <p><b>Guarantees.</b> Each event is in exactly one batch, whatever fails. What is held is part of
 * every checkpoint; when the parallelism changes, the held events are dealt out to the new
 * instances. Which events share a batch depends on the order of arrival and on the parallelism.
 *
 * <p><b>State</b>: at most one batch per instance, on the heap; about 6 to 19 bytes and the event
 * for each event in a checkpoint.
 *
 * <p>There is no plain function: Flink tells a function without keys neither the watermark nor the
 * end of the input, and the last batch would be lost. Immutable and serializable.
 *
 * @param <E> the event
 */
public final class Batcher<E> implements Serializable {

  static final String NAME = "Batcher";

  private final LocalBatchLogic<E> logic;
  private final OutputTag<E> withoutTimestamp;

  private Batcher(BatchRules<E> rules) {
    this.logic = new LocalBatchLogic<>(rules);
    this.withoutTimestamp = rules.withoutTimestamp;
  }

  /** Starts a batcher of events of a class. */
  public static <E> NeedsTime<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "on")));
  }

  /**
   * Starts a batcher of events of a type.
   *
   * @throws IllegalArgumentException if Kryo would write the events
   */
  public static <E> NeedsTime<E> on(TypeInformation<E> type) {
    return new NeedsTime<>(Require.noKryo(type, NAME, "on"));
  }

  /**
   * Runs the batcher with the parallelism of the job.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Batch<E>> applyTo(DataStream<E> stream, String uid) {
    return Hosts.apply(stream, logic, uid);
  }

  /**
   * Returns the side output of events without a timestamp, of a batcher that waits in event time.
   */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  LocalLogic<E, ?, ?, Batch<E>> logic() {
    return logic;
  }

  /**
   * The stage of the builder that bounds the time that an event waits.
   *
   * @param <E> the event
   */
  public static final class NeedsTime<E> {

    private final TypeInformation<E> type;

    private NeedsTime(TypeInformation<E> type) {
      this.type = type;
    }

    /** A batch leaves when the watermark is {@code wait} past the earliest of its timestamps. */
    public Builder<E> emitAfter(Duration wait) {
      return new Builder<>(type, wait, true);
    }

    /** A batch leaves {@code wait} after its first event came, by the clock of the machine. */
    public Builder<E> emitAfterProcessingTime(Duration wait) {
      return new Builder<>(type, wait, false);
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   */
  public static final class Builder<E> extends BatchLimits<E, Builder<E>> {

    private Builder(TypeInformation<E> type, Duration wait, boolean eventTime) {
      super(NAME, type, wait, eventTime);
    }

    @Override
    Builder<E> self() {
      return this;
    }

    /** Returns the batcher. */
    public Batcher<E> build() {
      return new Batcher<>(rules());
    }
  }
}
