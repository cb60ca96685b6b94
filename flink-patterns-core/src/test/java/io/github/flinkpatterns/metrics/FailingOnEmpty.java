// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.metrics.MeteredTest.Word;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Throws at a word without text. */
final class FailingOnEmpty extends ProcessFunction<Word, String> {

  @Override
  public void processElement(Word word, Context context, Collector<String> out) {
    if (word.text().isEmpty()) {
      throw new IllegalStateException("empty");
    }
    out.collect(word.text());
  }
}
