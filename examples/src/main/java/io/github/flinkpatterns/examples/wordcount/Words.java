// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** The records of the job, and how words are counted. */
final class Words {

  private Words() {}

  /**
   * A word where it stands; also the record of a late one.
   *
   * @param word the word, in lower case
   * @param timestampMillis the time of its line
   */
  public record Word(String word, long timestampMillis) {

    static final TypeInformation<Word> TYPE =
        Types.POJO(Word.class, Map.of("word", Types.STRING, "timestampMillis", Types.LONG));
  }

  /**
   * How often a word stands in the lines of a window.
   *
   * @param word the word
   * @param windowStartMillis the first millisecond of the window
   * @param count how often
   */
  public record WordCount(String word, long windowStartMillis, long count) {

    static final TypeInformation<WordCount> TYPE =
        Types.POJO(
            WordCount.class,
            Map.of("word", Types.STRING, "windowStartMillis", Types.LONG, "count", Types.LONG));
  }

  /** Counts. */
  static final class Counter implements AggregateFunction<Word, Long, Long> {

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Word word, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  /** Adds the word and the window to its count. */
  static final class CountOfWindow
      extends ProcessWindowFunction<Long, WordCount, String, TimeWindow> {

    @Override
    public void process(
        String word,
        ProcessWindowFunction<Long, WordCount, String, TimeWindow>.Context context,
        Iterable<Long> counts,
        Collector<WordCount> out) {
      for (long count : counts) {
        out.collect(new WordCount(word, context.window().getStart(), count));
      }
    }
  }
}
