// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.apache.flink.api.common.functions.AggregateFunction;

/** A plain Flink aggregate: sessions and windows use it alike. */
final class SumOfCents implements AggregateFunction<Payment, Long, Long> {

  @Override
  public Long createAccumulator() {
    return 0L;
  }

  @Override
  public Long add(Payment payment, Long cents) {
    return cents + payment.cents();
  }

  @Override
  public Long getResult(Long cents) {
    return cents;
  }

  @Override
  public Long merge(Long a, Long b) {
    return a + b;
  }
}
