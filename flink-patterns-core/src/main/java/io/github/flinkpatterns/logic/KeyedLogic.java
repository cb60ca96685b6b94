// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * What one event, or one due moment, does to the bounded state of one key.
 *
 * <p>A host owns storage, timers and output; a logic owns meaning. The host calls, always with the
 * value of the current key:
 *
 * <ol>
 *   <li>{@link #onEvent} for each event, in order of arrival;
 *   <li>{@link #onDue} when the watermark reaches {@link #nextDue}, earliest first, and at once
 *       after an event if the moment is not after the current watermark;
 *   <li>{@link #isEmpty} after each of them. An empty value is removed from state, so a logic whose
 *       every value is either empty or has a due moment cannot leak.
 * </ol>
 *
 * <p><b>Guarantees of the hosts.</b> One call at a time; the value is the logic's own to change;
 * between two calls for a key, {@code nextDue > watermark} holds. The timestamp of what {@link
 * LogicContext#emit} sends is that of the event, or the due moment.
 *
 * <p><b>Rules for a logic.</b> It is serialized into the job, so it holds configuration and no
 * state. The value must not keep a reference to an event: Flink may reuse the object (copy what is
 * kept). {@link #nextDue}, {@link #isEmpty} and {@link #sizeInBytes} are called after every event:
 * they must be cheap and change nothing. {@link #onDue} must move {@link #nextDue} past the moment
 * it was called with, else the host stops the job with an error that names the logic.
 *
 * <p>Example, in numbers: a logic that counts and reports 10 s after the first event has {@code
 * nextDue = first + 10_000}. Events at 1,000, 3,000 and 9,000 ms and the watermark 11,000 give one
 * {@code onDue(11_000)}; it emits 3 and resets the value, which is now empty and leaves the state.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <S> the value kept for a key, mutable
 * @param <OUT> the main output
 */
public interface KeyedLogic<K, IN, S, OUT> extends Serializable {

  /** The due moment of a value that waits for nothing. */
  long NEVER = Long.MAX_VALUE;

  /** The timestamp of an event that has none. */
  long NO_TIMESTAMP = Long.MIN_VALUE;

  /** Returns the name that errors and the metric group carry. */
  String name();

  /** Returns the value of a key that has none yet; it is empty. */
  S create();

  /**
   * Takes one event.
   *
   * @param timestampMillis the event's timestamp, {@link #NO_TIMESTAMP} if it has none
   */
  void onEvent(IN event, long timestampMillis, S state, LogicContext<K, OUT> context)
      throws Exception;

  /** Takes the moment {@code dueMillis}, which {@link #nextDue} gave, in event time. */
  void onDue(long dueMillis, S state, LogicContext<K, OUT> context) throws Exception;

  /**
   * Takes the moment {@code dueMillis}, which {@link #nextProcessingTimeDue} gave, in processing
   * time. Only logics that give such moments implement it.
   */
  default void onProcessingTimeDue(long dueMillis, S state, LogicContext<K, OUT> context)
      throws Exception {
    throw new IllegalStateException(
        name() + ": nextProcessingTimeDue gave " + dueMillis + " but nothing takes it");
  }

  /** Returns the next moment in event time at which the value needs a call, or {@link #NEVER}. */
  long nextDue(S state);

  /**
   * Returns the next moment in processing time at which the value needs a call; {@link #NEVER} by
   * default.
   */
  default long nextProcessingTimeDue(S state) {
    return NEVER;
  }

  /** Tells whether the value says nothing more than a new one, so that it can be forgotten. */
  boolean isEmpty(S state);

  /** Returns about how many bytes of heap the value takes; the cache of the fast host counts it. */
  int sizeInBytes(S state);

  /** Returns the serializer of the value: versioned, hand-written, without Kryo. */
  TypeSerializer<S> stateSerializer(SerializerFactory serializers);

  /**
   * Returns the value to work with for one that was read from state; the same one by default.
   *
   * <p>For a logic that restores what another wrote, whose serializer gives another class of value
   * after a restore: here it is wrapped. The value given must not be changed.
   */
  default S adopt(S stored) {
    return stored;
  }

  /** Returns the type of the main output. */
  TypeInformation<OUT> outputType();

  /** Returns the counters that this logic counts, so that they show from the start; none here. */
  default List<String> counters() {
    return List.of();
  }
}
