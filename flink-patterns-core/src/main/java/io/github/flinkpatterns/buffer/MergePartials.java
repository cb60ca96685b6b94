// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import org.apache.flink.api.common.functions.AggregateFunction;

/** Merges what the instances have aggregated of one key. */
final class MergePartials<K, A, R> implements AggregateFunction<Partial<K, A>, A, R> {

  private final AggregateFunction<?, A, R> aggregate;

  MergePartials(AggregateFunction<?, A, R> aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public A createAccumulator() {
    return aggregate.createAccumulator();
  }

  @Override
  public A add(Partial<K, A> partial, A accumulator) {
    return aggregate.merge(accumulator, partial.accumulator());
  }

  @Override
  public R getResult(A accumulator) {
    return aggregate.getResult(accumulator);
  }

  @Override
  public A merge(A one, A other) {
    return aggregate.merge(one, other);
  }
}
