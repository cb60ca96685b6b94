// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.TypeExtractor;

/**
 * The types of an aggregate function that a builder was given, checked.
 *
 * @param accumulator what is kept in state
 * @param result what is emitted
 * @param <A> the accumulator
 * @param <R> the result
 */
public record AggregateTypes<A, R>(TypeInformation<A> accumulator, TypeInformation<R> result) {

  private static final String PARAMETER = "aggregate";

  /**
   * Takes the types that the class of {@code function} declares.
   *
   * @throws IllegalArgumentException if the class does not tell them, or the function or a type
   *     does not serve
   */
  public static <T, A, R> AggregateTypes<A, R> declaredBy(
      AggregateFunction<T, A, R> function, TypeInformation<T> event, String operator) {
    Require.given(function, operator, PARAMETER);
    try {
      return given(
          function,
          TypeExtractor.getAggregateFunctionAccumulatorType(function, event, operator, false),
          TypeExtractor.getAggregateFunctionReturnType(function, event, operator, false),
          operator);
    } catch (InvalidTypesException e) {
      IllegalArgumentException wrong =
          Require.wrong(
              operator,
              PARAMETER,
              function.getClass().getName(),
              "does not tell the types of accumulator and result",
              "pass both to aggregate(function, accumulator, result)");
      wrong.initCause(e);
      throw wrong;
    }
  }

  /**
   * Takes the types that were given.
   *
   * @throws IllegalArgumentException if the function is not serializable or a {@code RichFunction},
   *     or Kryo would write a type
   */
  public static <T, A, R> AggregateTypes<A, R> given(
      AggregateFunction<T, A, R> function,
      TypeInformation<A> accumulator,
      TypeInformation<R> result,
      String operator) {
    Require.serializable(function, operator, PARAMETER);
    if (function instanceof RichFunction) {
      throw Require.wrong(
          operator,
          PARAMETER,
          function.getClass().getName(),
          "must not be a RichFunction, which nothing would open",
          "implement AggregateFunction alone");
    }
    return new AggregateTypes<>(
        Require.noKryo(accumulator, operator, PARAMETER),
        Require.noKryo(result, operator, PARAMETER));
  }
}
