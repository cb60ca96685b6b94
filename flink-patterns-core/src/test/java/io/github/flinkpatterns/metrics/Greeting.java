// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.metrics.MeteredTest.Word;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Greets in the way that was broadcast last. */
final class Greeting extends KeyedBroadcastProcessFunction<String, Word, Word, String> {
  static final MapStateDescriptor<String, String> WAY =
      new MapStateDescriptor<>("way", Types.STRING, Types.STRING);

  @Override
  public void processElement(Word word, ReadOnlyContext context, Collector<String> out)
      throws Exception {
    out.collect(context.getBroadcastState(WAY).get("way") + " " + word.text());
  }

  @Override
  public void processBroadcastElement(Word word, Context context, Collector<String> out)
      throws Exception {
    context.getBroadcastState(WAY).put("way", word.text());
  }
}
