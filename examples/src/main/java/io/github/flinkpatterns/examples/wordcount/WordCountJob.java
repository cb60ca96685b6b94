// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.wordcount.Words.CountOfWindow;
import io.github.flinkpatterns.examples.wordcount.Words.Counter;
import io.github.flinkpatterns.examples.wordcount.Words.Word;
import io.github.flinkpatterns.examples.wordcount.Words.WordCount;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How often each word comes, per window of event time, with what comes too late put aside. */
@Command(
    name = "wordcount",
    description = "Text lines, or JSON Lines with a time: words per window, late words aside.")
public class WordCountJob extends JobCommand<TextLine> {

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "1m",
      converter = DurationConverter.class,
      description = "The length of a window (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ofMinutes(1);

  @Override
  protected List<String> streams() {
    return List.of("counts", "late");
  }

  @Override
  protected List<?> identity() {
    return List.of(window);
  }

  @Override
  protected void checkOptions() {
    Options.requirePositive(window, "--window");
  }

  @Override
  protected TypeInformation<TextLine> eventType() {
    return TextLine.TYPE;
  }

  @Override
  protected LineParser<TextLine> parser() {
    return new TextLineParser();
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new TextGenerator(events, seed));
  }

  /** Flink's own window counts; nothing of the library is needed. */
  @Override
  protected void build(DataStream<TextLine> lines, Outputs outputs) {
    OutputTag<Word> late = new OutputTag<>("late", Word.TYPE);
    SingleOutputStreamOperator<WordCount> counts =
        lines
            .flatMap(new Split(), Word.TYPE)
            .setParallelism(1) // with the lines: every word then meets the watermark before it
            .name("words")
            .uid("words")
            .keyBy(Word::word, Types.STRING)
            .window(TumblingEventTimeWindows.of(window))
            .sideOutputLateData(late)
            .aggregate(new Counter(), new CountOfWindow(), Types.LONG, Types.LONG, WordCount.TYPE)
            .name("counts")
            .uid("counts");
    outputs.write(counts, "counts");
    outputs.write(counts.getSideOutput(late), "late");
  }

  /** Splits a line into its words. */
  private static final class Split implements FlatMapFunction<TextLine, Word> {

    @Override
    public void flatMap(TextLine line, Collector<Word> out) {
      line.words().forEach(word -> out.collect(new Word(word, line.timestampMillis())));
    }
  }
}
