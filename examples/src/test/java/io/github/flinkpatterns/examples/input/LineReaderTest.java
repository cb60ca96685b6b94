// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.generate.Delivery;
import io.github.flinkpatterns.examples.input.MergedLinesTest.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static final long OUT_OF_ORDER = 10;
  private static final ThreadLocal<AtomicInteger> ASKED =
      ThreadLocal.withInitial(AtomicInteger::new);

  private static LineReader<Tick> reader(String... lines) {
    LineInput input =
        new GeneratedInput(
            "test",
            () ->
                Stream.of(lines)
                    .map(line -> new Delivery(Delivery.Kind.FIRST, "", 0, line))
                    .iterator());
    return new LineReader<>(
        new UnregisteredMetricsGroup(),
        () -> ASKED.get().incrementAndGet(),
        List.of(input),
        MergedLinesTest::parse,
        OUT_OF_ORDER,
        new Pace(0));
  }

  private static List<String> poll(LineReader<Tick> reader, InputStatus last) throws Exception {
    Recorder output = new Recorder();
    InputStatus status;
    do {
      status = reader.pollNext(output);
    } while (status == InputStatus.MORE_AVAILABLE);
    assertThat(status).isEqualTo(last);
    return output.seen;
  }

  @Test
  void emitsTheWatermarkBehindEachEventThatMovesIt() throws Exception {
    LineReader<Tick> reader = reader("100", "90", "x", "120");
    reader.addSplits(List.of(LineSplit.start(1)));
    reader.notifyNoMoreSplits();
    assertThat(poll(reader, InputStatus.END_OF_INPUT))
        .containsExactly("100", "W88", "90", "rejected", "120", "W108");
  }

  @Test
  void anEventThatIsExactlyAsLateAsAllowedIsNotLate() {
    assertThat(LineSource.isLate(90, 100 - OUT_OF_ORDER - 2)).isFalse();
    assertThat(LineSource.isLate(89, 100 - OUT_OF_ORDER - 2)).isTrue();
    assertThat(LineSource.isLate(0, Long.MIN_VALUE)).isFalse();
  }

  @Test
  void emitsTheRestoredWatermarkBeforeTheFirstEvent() throws Exception {
    LineReader<Tick> reader = reader("100", "50");
    reader.addSplits(List.of(new LineSplit(List.of(new Progress(1, 1, 100, false)), 1, 0)));
    assertThat(poll(reader, InputStatus.END_OF_INPUT)).containsExactly("W88", "50");
  }

  @Test
  void asksForTheSplitUnlessItWasRestoredWithIt() {
    int before = ASKED.get().get();
    LineReader<Tick> restored = reader("100");
    restored.addSplits(List.of(LineSplit.start(1)));
    restored.start();
    assertThat(ASKED.get()).hasValue(before);
    reader("100").start();
    assertThat(ASKED.get()).hasValue(before + 1);
  }

  @Test
  void waitsForItsSplitAndEndsWithoutOne() throws Exception {
    LineReader<Tick> reader = reader("100");
    assertThat(poll(reader, InputStatus.NOTHING_AVAILABLE)).isEmpty();
    assertThat(reader.isAvailable()).isNotDone();
    assertThat(reader.snapshotState(1)).isEmpty();
    reader.notifyNoMoreSplits();
    assertThat(reader.isAvailable()).isDone();
    assertThat(poll(reader, InputStatus.END_OF_INPUT)).isEmpty();
  }

  @Test
  void keepsItsPositionAfterTheEndSoThatALaterRestoreReadsNothingTwice() throws Exception {
    LineReader<Tick> reader = reader("100", "x");
    reader.addSplits(List.of(LineSplit.start(1)));
    poll(reader, InputStatus.END_OF_INPUT);
    List<LineSplit> snapshot = reader.snapshotState(1);
    assertThat(snapshot)
        .containsExactly(new LineSplit(List.of(new Progress(2, 2, 100, true)), 1, 1));
    LineReader<Tick> restored = reader("100", "x");
    restored.addSplits(snapshot);
    assertThat(poll(restored, InputStatus.END_OF_INPUT)).isEmpty();
  }

  private static final class Recorder implements ReaderOutput<Line<Tick>> {

    private final List<String> seen = new ArrayList<>();

    @Override
    public void collect(Line<Tick> line) {
      assertThat(line.rejected()).isNotNull();
      seen.add("rejected");
    }

    @Override
    public void collect(Line<Tick> line, long timestamp) {
      seen.add("" + timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      seen.add("W" + watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new AssertionError("a bounded reader is never idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("a bounded reader is never idle");
    }

    @Override
    public SourceOutput<Line<Tick>> createOutputForSplit(String splitId) {
      throw new AssertionError("there is one output");
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
      throw new AssertionError("there is one output");
    }
  }
}
