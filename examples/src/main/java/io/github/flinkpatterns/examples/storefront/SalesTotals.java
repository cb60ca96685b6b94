// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Adds up purchases: {cents, purchases}. Whole cents, so that sums are exact in any order. */
final class SalesTotals implements AggregateFunction<StoreEvent, long[], long[]> {

  static final TypeInformation<long[]> TYPE = PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;

  static final int CENTS = 0;
  static final int ORDERS = 1;

  @Override
  public long[] createAccumulator() {
    return new long[2];
  }

  @Override
  public long[] add(StoreEvent purchase, long[] totals) {
    Long cents = purchase.amountCents();
    totals[CENTS] = Math.addExact(totals[CENTS], cents == null ? 0 : cents);
    totals[ORDERS]++;
    return totals;
  }

  @Override
  public long[] getResult(long[] totals) {
    return totals.clone();
  }

  @Override
  public long[] merge(long[] a, long[] b) {
    a[CENTS] = Math.addExact(a[CENTS], b[CENTS]);
    a[ORDERS] += b[ORDERS];
    return a;
  }
}
