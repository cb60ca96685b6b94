// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.aggregate.Running;
import io.github.flinkpatterns.aggregate.RunningAggregator;
import io.github.flinkpatterns.metrics.MeteredTest.Joining;
import io.github.flinkpatterns.metrics.MeteredTest.Word;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The code of {@code docs/metrics.md}. */
final class MeteredSnippets {

  private MeteredSnippets() {}

  static void functions(DataStream<Word> words) {
    // docs: begin functions
    DataStream<Integer> lengths =
        words.map(Metered.map("length", word -> word.text().length(), Types.INT));

    DataStream<String> joined =
        words
            .keyBy(Word::text)
            .process(Metered.keyed("join", new Joining(), Types.STRING))
            .uid("join");
    // docs: end functions
    lengths.print();
    joined.print();
  }

  static void logic(RunningAggregator<Word, String, Word> counts, DataStream<Word> words) {
    // docs: begin logic
    DataStream<Running<String, Word>> running =
        words.keyBy(Word::text).process(Metered.logic("counts", counts.logic())).uid("counts");
    // docs: end logic
    running.print();
  }
}
