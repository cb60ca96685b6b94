// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * What one event, or one due moment, does to the bounded value of one parallel instance, without
 * keys.
 *
 * <p>What {@link KeyedLogic} says of calls and due moments holds here too. The value is
 * checkpointed as a list of parts. When a job is restored, each part goes to one instance or, if
 * {@link #everyInstanceGetsAllParts}, to each of them, which then takes the ones that it owns: so
 * the value follows a change of parallelism.
 *
 * @param <IN> the event
 * @param <S> the value of an instance, mutable
 * @param <P> a part of the value
 * @param <OUT> the main output
 */
public interface LocalLogic<IN, S, P, OUT> extends Serializable {

  /** Returns the name that errors and the metric group carry. */
  String name();

  /** Returns the value of an instance that starts; it is empty. */
  S create();

  /**
   * Takes one event.
   *
   * @param timestampMillis the event's timestamp, {@link KeyedLogic#NO_TIMESTAMP} if it has none
   */
  void onEvent(IN event, long timestampMillis, S state, LocalContext<OUT> context) throws Exception;

  /** Takes the moment {@code dueMillis}, which {@link #nextDue} gave, in event time. */
  void onDue(long dueMillis, S state, LocalContext<OUT> context) throws Exception;

  /** Takes the moment that {@link #nextProcessingTimeDue} gave, in processing time. */
  void onProcessingTimeDue(long dueMillis, S state, LocalContext<OUT> context) throws Exception;

  /**
   * Takes the news that the input is idle: operators behind no longer wait for this instance, so
   * what is held in event time has to leave.
   */
  void onIdle(S state, LocalContext<OUT> context) throws Exception;

  /** Takes the end of the input: what is still held has to leave. */
  void onEnd(S state, LocalContext<OUT> context) throws Exception;

  /** Returns the next moment in event time that needs a call, or {@link KeyedLogic#NEVER}. */
  long nextDue(S state);

  /** Returns the next moment in processing time that needs a call, or {@link KeyedLogic#NEVER}. */
  long nextProcessingTimeDue(S state);

  /** Takes the value apart for a checkpoint; the parts may share objects with it. */
  List<P> parts(S state);

  /**
   * Puts restored parts into an empty value.
   *
   * @param instance the number of this instance, from 0 on
   * @param instances how many instances there are
   */
  void restore(Iterable<P> parts, S state, int instance, int instances) throws Exception;

  /** Tells whether each instance is restored with the parts of all; else parts are dealt out. */
  boolean everyInstanceGetsAllParts();

  /** Returns the serializer of parts: versioned, hand-written, without Kryo. */
  TypeSerializer<P> partSerializer(SerializerFactory serializers);

  /** Returns the type of the main output. */
  TypeInformation<OUT> outputType();

  /** Returns the counters that this logic counts, so that they show from the start. */
  List<String> counters();

  /**
   * What a local logic may ask of its host. There is no key: {@link LogicContext#key} throws.
   *
   * @param <OUT> the main output
   */
  interface LocalContext<OUT> extends LogicContext<Void, OUT> {

    /** Sends {@code value} to the main output with a timestamp of its own. */
    void emit(OUT value, long timestampMillis);
  }
}
