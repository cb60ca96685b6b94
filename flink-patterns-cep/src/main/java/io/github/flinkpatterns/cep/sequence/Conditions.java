// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.bridge.Timed;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;

/** Conditions over timed events that ask for nothing but the event. */
final class Conditions {

  private Conditions() {}

  static <IN> SimpleCondition<Timed<IN>> when(FilterFunction<IN> filter) {
    return new When<>(filter);
  }

  private static final class When<IN> extends SimpleCondition<Timed<IN>> {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // given as serializable
    private final FilterFunction<IN> filter;

    When(FilterFunction<IN> filter) {
      this.filter = filter;
    }

    @Override
    public boolean filter(Timed<IN> timed) throws Exception {
      return filter.filter(timed.event());
    }
  }
}
