// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.metrics.MeteredTest.Word;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Says what it hears from both sides. */
final class Listening extends KeyedCoProcessFunction<String, Word, Word, String> {
  @Override
  public void processElement1(Word word, Context context, Collector<String> out) {
    context.timerService().registerEventTimeTimer(word.time() + 1);
    out.collect("first " + word.text());
  }

  @Override
  public void processElement2(Word word, Context context, Collector<String> out) {
    out.collect("second " + word.text());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<String> out) {
    out.collect("timer " + time);
  }
}
