// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.TestFiles;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WordCountJobTest {

  private static final long MINUTE = 60_000;

  @TempDir Path dir;

  private static List<String> generated(int lines, long seed) {
    List<String> generated = new ArrayList<>();
    new TextGenerator(lines, seed).forEachRemaining(delivery -> generated.add(delivery.line()));
    return generated;
  }

  private Path run(String output, Object... more) {
    Path folder = dir.resolve(output);
    List<Object> arguments = new ArrayList<>(List.of("wordcount", "--output", folder));
    arguments.addAll(List.of(more));
    JobRun run = JobRun.of(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  /** What the job must give: word and window to count, and word and time of the late ones. */
  private record Reference(Map<String, Long> counts, Map<String, Long> late, int rejected) {

    /** Goes through the lines once, with the watermark of the source: 2 ms behind the disorder. */
    static Reference of(List<String> lines, long windowMillis, long outOfOrderMillis) {
      Map<String, Long> counts = new TreeMap<>();
      Map<String, Long> late = new TreeMap<>();
      int rejected = 0;
      long watermark = Long.MIN_VALUE;
      for (String line : lines) {
        TextLine parsed;
        try {
          parsed = new TextLineParser().parse(line);
        } catch (UnreadableLineException e) {
          rejected++;
          continue;
        }
        long time = parsed.timestampMillis();
        long start = time / windowMillis * windowMillis;
        boolean isLate = start + windowMillis - 1 <= watermark;
        for (String word : parsed.text().toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
          if (!word.isEmpty() && isLate) {
            late.merge(word + " " + time, 1L, Long::sum);
          } else if (!word.isEmpty()) {
            counts.merge(word + " " + start, 1L, Long::sum);
          }
        }
        watermark = Math.max(watermark, time - outOfOrderMillis - 2);
      }
      return new Reference(counts, late, rejected);
    }
  }

  private static void assertEquals(Path output, Reference reference) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode record : JobRun.records(output, "counts")) {
      String window = record.path("word").asText() + " " + record.path("windowStartMillis");
      assertThat(counts.put(window, record.path("count").asLong())).isNull();
    }
    Map<String, Long> late = new TreeMap<>();
    for (JsonNode record : JobRun.records(output, "late")) {
      late.merge(
          record.path("word").asText() + " " + record.path("timestampMillis"), 1L, Long::sum);
    }
    assertThat(counts).isEqualTo(reference.counts());
    assertThat(late).isEqualTo(reference.late());
    assertThat(JobRun.lines(output, "rejected")).hasSize(reference.rejected());
  }

  @Test
  void countsAreThoseOfABatchAtEveryParallelismAndOnBothBackends() throws IOException {
    List<String> lines = generated(5_000, 3);
    Path file = TestFiles.gzip(dir.resolve("in.jsonl.gz"), lines);
    Reference reference = Reference.of(lines, MINUTE, MINUTE);
    assertThat(reference.late()).isEmpty();
    assertThat(reference.rejected()).isPositive();
    Path one = run("one", "--input", file, "--parallelism", "1", "--backend", "rocksdb");
    assertEquals(one, reference);
    Path three = run("three", "--input", file, "--parallelism", "3");
    assertThat(JobRun.everything(three)).isEqualTo(JobRun.everything(one));
  }

  @Test
  void lateWordsAreAsideAndWhichOnesDependsOnTheInputAlone() throws IOException {
    List<String> lines = generated(5_000, 4);
    Reference reference = Reference.of(lines, 20_000, 5_000);
    assertThat(reference.late()).hasSizeGreaterThan(100);
    Path file = TestFiles.plain(dir.resolve("in.jsonl"), lines);
    Object[] options = {"--input", file, "--window", "20s", "--out-of-order", "5s"};
    Path two = run("two", options);
    assertEquals(two, reference);
    Object[] more = Arrays.copyOf(options, options.length + 2);
    more[options.length] = "--parallelism";
    more[options.length + 1] = "4";
    assertThat(JobRun.everything(run("four", more))).isEqualTo(JobRun.everything(two));
  }

  @Test
  void plainTextIsCountedInOneWindow() throws IOException {
    Path file =
        TestFiles.plain(
            dir.resolve("text.txt"),
            List.of("To be, or not to be:", "", "THAT is the \u00dcber-question_1."));
    assertThat(JobRun.lines(run("text", "--input", file), "counts"))
        .allMatch(line -> line.contains("\"windowStartMillis\":0"))
        .hasSize(9)
        .anyMatch(line -> line.contains("\"be\"") && line.contains("\"count\":2"))
        .anyMatch(line -> line.contains("\"\u00fcber\"") && line.contains("\"count\":1"))
        .anyMatch(line -> line.contains("\"question_1\"") && line.contains("\"count\":1"));
  }

  /** The job with an input that fails as planned. */
  private static final class FailingWordCount extends WordCountJob {

    private final Path checkpoints;

    FailingWordCount(Path checkpoints) {
      this.checkpoints = checkpoints;
    }

    @Override
    protected List<LineInput> inputs() {
      return super.inputs().stream()
          .<LineInput>map(input -> new FailingInput(input, 4_000, checkpoints.toString()))
          .toList();
    }
  }

  @Test
  void aFailureChangesNothing() throws IOException {
    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    FailingInput.plan(checkpoints, 1);
    JobRun run =
        JobRun.of(
            new CommandLine(new FailingWordCount(checkpoints)),
            "--events=12000",
            "--out-of-order=10s",
            "--output=" + output,
            "--checkpoint-dir=" + checkpoints);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(FailingInput.failuresLeft(checkpoints)).isZero();
    assertEquals(output, Reference.of(generated(12_000, 1), MINUTE, 10_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"text": "a"}                                   | timestampMillis: missing
          {"timestampMillis": 5}                          | text: missing
          {"text": 5, "timestampMillis": 5}               | text: a string was expected
          {"text": "a", "timestampMillis": "5"}           | timestampMillis: a whole number was expected
          {"text": "a", "timestampMillis": -1}            | timestampMillis: not between the years 1970 and 9999
          {"text": "a", "text": "b", "timestampMillis": 1}| text: given twice
          {"text": "a", "timestampMillis": 1} {}          | something follows the JSON object
          """)
  void aRejectedLineHasItsReason(String line, String reason) {
    assertThatThrownBy(() -> new TextLineParser().parse(line)).hasMessage(reason);
  }
}
