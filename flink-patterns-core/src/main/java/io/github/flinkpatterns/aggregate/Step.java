// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import java.io.Serializable;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What an event does to the accumulator: the one form of both kinds of Flink function. */
interface Step<T, A, R> extends Serializable {

  /** Returns the accumulator of a first event. */
  A first(T event, TypeSerializer<A> serializer) throws Exception;

  /** Returns the accumulator with one event more. */
  A next(A accumulator, T event, TypeSerializer<A> serializer) throws Exception;

  /** Returns the result; it shares nothing with the accumulator that a later step changes. */
  R result(A accumulator, TypeSerializer<A> serializer);

  /** An {@code AggregateFunction}. */
  record Aggregating<T, A, R>(AggregateFunction<T, A, R> function) implements Step<T, A, R> {
    @Override
    public A first(T event, TypeSerializer<A> serializer) {
      return function.add(event, function.createAccumulator());
    }

    @Override
    public A next(A accumulator, T event, TypeSerializer<A> serializer) {
      return function.add(event, accumulator);
    }

    @Override
    public R result(A accumulator, TypeSerializer<A> serializer) {
      // A function may give the accumulator itself.
      return function.getResult(serializer.copy(accumulator));
    }
  }

  /** A {@code ReduceFunction}: the accumulator is an event, and so the caller's object. */
  record Reducing<T>(ReduceFunction<T> function) implements Step<T, T, T> {
    @Override
    public T first(T event, TypeSerializer<T> serializer) {
      return serializer.copy(event);
    }

    @Override
    public T next(T accumulator, T event, TypeSerializer<T> serializer) throws Exception {
      return function.reduce(accumulator, serializer.copy(event));
    }

    @Override
    public T result(T accumulator, TypeSerializer<T> serializer) {
      return serializer.copy(accumulator);
    }
  }
}
