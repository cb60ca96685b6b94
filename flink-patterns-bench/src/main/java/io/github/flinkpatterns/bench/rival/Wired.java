// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import org.apache.flink.streaming.api.datastream.DataStream;

record Wired<IN, OUT>(String name, Way.Wiring<IN, OUT> wiring, Way.Digest<OUT> digest)
    implements Way<IN, OUT> {

  @Override
  public DataStream<OUT> applyTo(DataStream<IN> events) throws Exception {
    return wiring.applyTo(events);
  }

  @Override
  public long digest(OUT result) {
    return digest.of(result);
  }
}
