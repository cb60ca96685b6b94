// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.rival.Way;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/** Adds up the results of a whole job, in any order; the sums leave as accumulators. */
final class DigestSum<OUT> extends RichFlatMapFunction<OUT, Long>
    implements ResultTypeQueryable<Long> {

  static final String DIGEST = "digest";
  static final String OUTPUTS = "outputs";

  private final Way<?, OUT> way;
  private final LongCounter digest = new LongCounter();
  private final LongCounter outputs = new LongCounter();

  DigestSum(Way<?, OUT> way) {
    this.way = way;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(DIGEST, digest);
    getRuntimeContext().addAccumulator(OUTPUTS, outputs);
  }

  @Override
  public void flatMap(OUT result, Collector<Long> out) {
    int sign = way.takesBack(result) ? -1 : 1;
    digest.add(sign * DigestOutput.mix(way.digest(result)));
    outputs.add(sign);
  }

  @Override
  public TypeInformation<Long> getProducedType() {
    return Types.LONG;
  }
}
