// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Visit;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/** Count and sum, as a user would write it; ours and Flink's windows take the same. */
public final class CountAndSum
    implements AggregateFunction<Visit, Tuple2<Long, Long>, Tuple2<Long, Long>> {

  /** The type of accumulator and result. */
  public static final TypeInformation<Tuple2<Long, Long>> TYPE =
      Types.TUPLE(Types.LONG, Types.LONG);

  @Override
  public Tuple2<Long, Long> createAccumulator() {
    return Tuple2.of(0L, 0L);
  }

  @Override
  public Tuple2<Long, Long> add(Visit visit, Tuple2<Long, Long> sum) {
    return Tuple2.of(sum.f0 + 1, sum.f1 + visit.amount());
  }

  @Override
  public Tuple2<Long, Long> getResult(Tuple2<Long, Long> sum) {
    return sum;
  }

  @Override
  public Tuple2<Long, Long> merge(Tuple2<Long, Long> a, Tuple2<Long, Long> b) {
    return Tuple2.of(a.f0 + b.f0, a.f1 + b.f1);
  }
}
