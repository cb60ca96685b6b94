// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A rule file that is watched, through changes, mistakes and restores. */
class RuleFileTest {

  private static final AtomicLong NOW = new AtomicLong();
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  @TempDir private Path folder;
  private Path file;
  private Output out;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("rules.json");
    out = new Output();
    NOW.set(100);
    write(rule("a", 5), rule("b", 7));
  }

  private static String rule(String id, int threshold) {
    return "{\"id\": \"%s\", \"aggregate\": \"count\", \"window\": \"1h\", \"op\": \">\", \"threshold\": %d}"
        .formatted(id, threshold);
  }

  private static Rule parsed(String rule) {
    return RuleFiles.parse("{\"version\": 1, \"rules\": [" + rule + "]}").get(0);
  }

  private void write(String... rules) throws IOException {
    writeText("{\"version\": 1, \"rules\": [" + String.join(",", rules) + "]}");
  }

  /** In one step, as the documentation asks for: to replace a file, Java deletes it first. */
  private void writeText(String text) throws IOException {
    Path other = Files.writeString(folder.resolve("new.json"), text);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private RuleFileReader reader(RuleFileSplit split) {
    RuleFileReader reader =
        new RuleFileReader(
            new org.apache.flink.core.fs.Path(file.toString()),
            1,
            NOW::get,
            () -> {
              throw new AssertionError("a reader with its split asks for none");
            });
    reader.addSplits(List.of(split));
    reader.start();
    return reader;
  }

  private RuleFileReader reader() {
    return reader(new RuleFileSplit(List.of(parsed(rule("a", 5)), parsed(rule("b", 7))), 0));
  }

  private void poll(RuleFileReader reader) {
    reader.isAvailable().join();
    reader.pollNext(out);
  }

  private static RuleFileSplit state(RuleFileReader reader) throws IOException {
    SimpleVersionedSerializer<RuleFileSplit> serializer = new RuleFileSplit.Serializer();
    return serializer.deserialize(1, serializer.serialize(reader.snapshotState(1).get(0)));
  }

  @Test
  void eachChangeGivesItsUpdatesOnceWithVersionsThatRise() throws IOException {
    RuleFileReader reader = reader();
    poll(reader);
    assertThat(out.updates()).isEmpty();
    write(rule("a", 6), rule("b", 7));
    poll(reader);
    poll(reader);
    NOW.set(90);
    write(rule("a", 8), rule("c", 1));
    poll(reader);
    NOW.set(200);
    write(rule("a", 8));
    poll(reader);
    assertThat(out.updates())
        .containsExactly(
            RuleUpdate.put(parsed(rule("a", 6)).withVersion(2), 100),
            // The clock went back: the moment of the change before is taken.
            RuleUpdate.put(parsed(rule("a", 8)).withVersion(3), 100),
            RuleUpdate.put(parsed(rule("c", 1)), 100),
            RuleUpdate.remove("b", 100),
            RuleUpdate.remove("c", 200));
    assertThat(out.wrong()).isEmpty();
  }

  @Test
  void aDetectorAcceptsEveryUpdateOfAFileThatChangesAgainAndAgain() throws IOException {
    Drive drive =
        new Drive(Tx.detector().rules(reader().snapshotState(1).get(0).rules()).build(), true);
    RuleFileReader reader = reader();
    for (int threshold = 10; threshold < 15; threshold++) {
      NOW.incrementAndGet();
      write(rule("a", threshold), rule(threshold % 2 == 0 ? "odd" : "even", 1));
      poll(reader);
    }
    out.updates().forEach(drive::update);
    assertThat(drive.side(drive.detector().ruleChanges()))
        .hasSizeGreaterThan(10)
        .extracting(RuleChange::outcome)
        .containsOnly(RuleChange.Outcome.ACCEPTED);
  }

  @Test
  void aWrongFileIsReportedOnceAndChangesNothing() throws IOException {
    RuleFileReader reader = reader();
    writeText("{\"version\": 1, \"rules\": [");
    poll(reader);
    poll(reader);
    write(rule("a", 5), rule("a", 6));
    poll(reader);
    Files.delete(file);
    poll(reader);
    poll(reader);
    write(rule("a", 5), rule("b", 8));
    poll(reader);
    assertThat(out.updates())
        .containsExactly(RuleUpdate.put(parsed(rule("b", 8)).withVersion(2), 100));
    assertThat(out.wrong())
        .satisfiesExactly(
            wrong ->
                assertThat(wrong.reason())
                    .startsWith("VelocityDetector: the rules are no JSON: Unexpected end"),
            wrong ->
                assertThat(wrong.reason())
                    .isEqualTo("VelocityDetector: rule 'a': id: is given twice"),
            wrong -> assertThat(wrong.reason()).startsWith("cannot be read: "));
    assertThat(out.wrong()).allMatch(wrong -> wrong.path().equals(file.toString()));
  }

  @Test
  void aRestoredReaderSendsWhatChangedWhileItWasDown() throws IOException {
    RuleFileReader before = reader();
    write(rule("a", 6));
    poll(before);
    RuleFileSplit state = state(before);
    assertThat(out.updates()).hasSize(2);

    out = new Output();
    poll(reader(state));
    assertThat(out.updates()).isEmpty();
    write(rule("a", 9));
    RuleFileReader after = reader(state);
    poll(after);
    assertThat(out.updates())
        .containsExactly(RuleUpdate.put(parsed(rule("a", 9)).withVersion(3), 100));
    assertThat(state(after)).isNotEqualTo(state);
  }

  @Test
  void aWrongFileStopsTheJobBeforeItStarts() throws IOException {
    writeText("[]");
    assertThatThrownBy(() -> RuleFile.watched(file.toString(), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "VelocityDetector: the rule file: must be an object with 'version' and 'rules'");
    Files.delete(file);
    assertThatThrownBy(() -> RuleFile.watched(file.toString(), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("rules.json");
    assertThatThrownBy(() -> RuleFile.watched(file.toString(), Duration.ZERO))
        .hasMessage(
            "RuleFile: parameter 'every': PT0S must be at least 1 ms; pass a longer Duration");
    write(rule("a", 1));
    assertThatThrownBy(
            () ->
                RuleFile.watched(file.toString(), Duration.ofSeconds(1))
                    .addTo(flink.environment(), " "))
        .hasMessageStartingWith("RuleFile: parameter 'uid'");
  }

  @Test
  @SuppressWarnings("try") // closing may be interrupted
  void aJobThatFailsSendsEachChangeOnce() throws Exception {
    FAILED.set(false);
    RuleFile watched =
        RuleFile.watched(file.toString(), Duration.ofMillis(1)).effectiveFrom(NOW::get);
    assertThat(watched.rules()).containsExactly(parsed(rule("a", 5)), parsed(rule("b", 7)));
    write(rule("a", 6), rule("b", 7));
    StreamExecutionEnvironment env = flink.environment();
    SingleOutputStreamOperator<RuleUpdate> updates = watched.addTo(env, "rules");
    try (CloseableIterator<String> lines =
        updates
            .map(new FailOnce())
            .returns(Types.STRING)
            .union(
                updates
                    .getSideOutput(watched.wrongFiles())
                    .map(WrongRuleFile::reason)
                    .returns(Types.STRING))
            .executeAndCollect()) {
      // What comes out here is covered by a checkpoint.
      assertThat(lines.next()).isEqualTo("a 2");
      write(rule("a", 7), rule("b", 7));
      assertThat(lines.next()).isEqualTo("a 3");
      write(rule("a", -1), rule("a", 7));
      assertThat(lines.next()).isEqualTo("VelocityDetector: rule 'a': id: is given twice");
      write(rule("a", 8), rule("b", 7));
      assertThat(lines.next()).isEqualTo("a 4");
    }
    assertThat(FAILED).isTrue();
  }

  /** Fails at the second change, which is then read again. */
  private static final class FailOnce implements MapFunction<RuleUpdate, String> {
    @Override
    public String map(RuleUpdate update) {
      if (update.rule().version() == 3 && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("on purpose");
      }
      return update.ruleId() + " " + update.rule().version();
    }
  }

  /** Keeps what a reader gives. */
  private static final class Output
      implements ReaderOutput<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> {
    private final List<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> news = new ArrayList<>();

    List<RuleUpdate> updates() {
      return news.stream().map(each -> each.f0).flatMap(List::stream).toList();
    }

    List<WrongRuleFile> wrong() {
      return news.stream().map(each -> each.f1).flatMap(List::stream).toList();
    }

    @Override
    public void collect(Tuple2<List<RuleUpdate>, List<WrongRuleFile>> each) {
      news.add(each);
    }

    @Override
    public void collect(Tuple2<List<RuleUpdate>, List<WrongRuleFile>> each, long timestamp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitWatermark(org.apache.flink.api.common.eventtime.Watermark watermark) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void markIdle() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void markActive() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SourceOutput<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> createOutputForSplit(
        String split) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void releaseOutputForSplit(String split) {
      throw new UnsupportedOperationException();
    }
  }
}
