// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedLinesTest {

  @TempDir Path dir;

  /** An event that is only a time. */
  record Tick(long timestampMillis) implements Timestamped {}

  static Tick parse(String text) throws UnreadableLineException {
    try {
      return new Tick(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("no number");
    }
  }

  private static MergedLines<Tick> open(List<LineInput> inputs, LineSplit from) {
    return new MergedLines<>(inputs, MergedLinesTest::parse, from);
  }

  private static List<String> rest(MergedLines<Tick> lines) throws IOException {
    List<String> rest = new ArrayList<>();
    for (Line<Tick> line = lines.next(); line != null; line = lines.next()) {
      rest.add(text(line) + " reached " + lines.reachedMillis());
    }
    return rest;
  }

  private static String text(Line<Tick> line) {
    Tick event = line.event();
    return event == null ? String.valueOf(line.rejected()) : "" + event.timestampMillis();
  }

  private static List<String> readAll(List<LineInput> inputs) throws IOException {
    try (MergedLines<Tick> lines = open(inputs, LineSplit.start(inputs.size()))) {
      return rest(lines);
    }
  }

  private Path write(String name, String... lines) throws IOException {
    return TestFiles.plain(dir.resolve(name), Arrays.asList(lines));
  }

  @Test
  void readsAlwaysFromTheInputThatIsLeastFar() throws IOException {
    write("b", "1", "4", "6");
    write("a", "5", "3", "9");
    List<String> events =
        readAll(FileInput.under(dir)).stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    assertThat(events).containsExactly("5", "1", "4", "6", "3", "9");
  }

  @Test
  void knowsHowFarEveryUnfinishedInputIs() throws IOException {
    write("a", "10", "20");
    write("b", "x", "15");
    long none = Long.MIN_VALUE;
    String rejected = new RejectedLine(dir.resolve("b").toString(), 1, "no number", "x").toString();
    assertThat(readAll(FileInput.under(dir)))
        .containsExactly(
            "10 reached " + none, rejected + " reached " + none, "15 reached 10", "20 reached 15");
  }

  @Test
  void countsEveryLineOnceAsAcceptedOrRejected() throws IOException {
    write("a", "1", "", "2", "x");
    TestFiles.gzip(dir.resolve("b.gz"), List.of("7", "y"));
    List<LineInput> inputs = FileInput.under(dir);
    try (MergedLines<Tick> lines = open(inputs, LineSplit.start(2))) {
      rest(lines);
      assertThat(lines.accepted()).isEqualTo(3);
      assertThat(lines.rejected()).isEqualTo(3);
    }
  }

  @Test
  void goesOnFromEveryPositionWithTheSameLinesAndCounts() throws IOException {
    write("a", "1", "x", "5", "9", "2");
    TestFiles.gzip(dir.resolve("b.gz"), List.of("3", "4", "y", "12"));
    write("empty");
    List<LineInput> inputs = FileInput.under(dir);
    List<String> all = readAll(inputs);
    assertThat(all).hasSize(9);
    for (int read = 0; read <= all.size(); read++) {
      LineSplit position;
      try (MergedLines<Tick> lines = open(inputs, LineSplit.start(3))) {
        for (int i = 0; i < read; i++) {
          lines.next();
        }
        position = roundTrip(lines.position());
      }
      try (MergedLines<Tick> lines = open(inputs, position)) {
        assertThat(rest(lines)).isEqualTo(all.subList(read, all.size()));
        assertThat(lines.accepted() + lines.rejected()).isEqualTo(9);
      }
    }
  }

  private static LineSplit roundTrip(LineSplit split) throws IOException {
    LineSplit.Serializer serializer = new LineSplit.Serializer();
    LineSplit copy = serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
    assertThat(copy).isEqualTo(split);
    PendingSplit.Serializer pending = new PendingSplit.Serializer();
    for (PendingSplit state : List.of(new PendingSplit(split), new PendingSplit(null))) {
      assertThat(pending.deserialize(pending.getVersion(), pending.serialize(state)))
          .isEqualTo(state);
    }
    return copy;
  }

  @Test
  void readsMoreFilesThanItKeepsOpen() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int file = 0; file < 200; file++) {
      TestFiles.gzip(
          dir.resolve("f" + file + ".gz"),
          List.of("" + file, "" + (1000 + file), "" + (2000 + file)));
    }
    for (int round = 0; round < 3; round++) {
      for (int file = 0; file < 200; file++) {
        expected.add("" + (1000 * round + file));
      }
    }
    List<String> events =
        readAll(FileInput.under(dir)).stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    // The first round goes by file name, because nothing is known of a file before its first line.
    assertThat(events.subList(0, 200))
        .containsExactlyInAnyOrderElementsOf(expected.subList(0, 200));
    assertThat(events.subList(200, 600)).isEqualTo(expected.subList(200, 600));
  }

  @Test
  void readsConcatenatedGzipAndTellsGzipByItsContent() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(TestFiles.gzipped(List.of("1")));
    two.write(TestFiles.gzipped(List.of("2")));
    Files.write(dir.resolve("no-suffix"), two.toByteArray());
    assertThat(readAll(FileInput.under(dir))).hasSize(2);
  }

  @Test
  void skipsHiddenFilesAndReadsFoldersInTheOrderOfTheirNames() throws IOException {
    write(".hidden", "1");
    write("_temporary/x", "1");
    write("b", "1");
    write("a/z", "1");
    assertThat(FileInput.under(dir).stream().map(LineInput::name))
        .containsExactly(dir.resolve("a/z").toString(), dir.resolve("b").toString());
  }

  @Test
  void namesFileAndLineWhenAFileIsDamaged() throws IOException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      many.add("" + i * 7919L % 100_003);
    }
    byte[] whole = TestFiles.gzipped(many);
    Path file = Files.write(dir.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> readAll(FileInput.under(dir)))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".*cut\\.gz cannot be read behind line \\d{4,}: .*EOFException.*");
    assertThat(file).exists();
  }

  @Test
  void refusesAPositionOfOtherInputs() throws IOException {
    write("a", "1");
    assertThatThrownBy(() -> open(FileInput.under(dir), LineSplit.start(2)))
        .hasMessage("the checkpoint was taken with 2 inputs, but this job has 1");
  }
}
