// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Reads all inputs as one sequence and emits the watermark behind each event that moves it. */
final class LineReader<T extends Timestamped> implements SourceReader<Line<T>, LineSplit> {

  /** Lines per call: few enough that a checkpoint's barrier does not wait. */
  private static final int BATCH = 100;

  private final Runnable askForSplit;
  private final List<LineInput> inputs;
  private final LineParser<T> parser;
  private final long outOfOrderMillis;
  private final Pace pace;
  private final CompletableFuture<Void> assigned = new CompletableFuture<>();
  private volatile @Nullable MergedLines<T> lines;
  private volatile long watermark = Long.MIN_VALUE;
  private boolean started;

  LineReader(
      MetricGroup metrics,
      Runnable askForSplit,
      List<LineInput> inputs,
      LineParser<T> parser,
      long outOfOrderMillis,
      Pace pace) {
    this.askForSplit = askForSplit;
    this.inputs = inputs;
    this.parser = parser;
    this.outOfOrderMillis = outOfOrderMillis;
    this.pace = pace;
    metrics.gauge(LineSource.ACCEPTED, this::accepted);
    metrics.gauge(LineSource.REJECTED, this::rejected);
    metrics.gauge(LineSource.WATERMARK, () -> watermark);
  }

  private long accepted() {
    MergedLines<T> current = lines;
    return current == null ? 0 : current.accepted();
  }

  private long rejected() {
    MergedLines<T> current = lines;
    return current == null ? 0 : current.rejected();
  }

  @Override
  public void start() {
    if (lines == null) { // else it was restored with the split
      askForSplit.run();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Line<T>> output) throws Exception {
    MergedLines<T> current = lines;
    if (current == null) {
      return assigned.isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    if (!started) {
      // After a restore the operators know no watermark: without it the first event, if it is
      // late, would pass for one in time.
      started = true;
      advance(current, output);
    }
    int batch = pace.next(BATCH);
    for (int i = 0; i < batch; i++) {
      Line<T> line = current.next();
      if (line == null) {
        return InputStatus.END_OF_INPUT;
      }
      T event = line.event();
      if (event == null) {
        output.collect(line);
      } else {
        output.collect(line, event.timestampMillis());
      }
      advance(current, output);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void advance(MergedLines<T> current, ReaderOutput<Line<T>> output) {
    long reached = current.reachedMillis();
    if (reached == Long.MIN_VALUE || reached == Long.MAX_VALUE) {
      return; // before the first event of every input, or at the end, where Flink emits its own
    }
    long next = reached - outOfOrderMillis - LineSource.TRAIL_MILLIS;
    if (next > watermark) {
      watermark = next;
      output.emitWatermark(new Watermark(next));
    }
  }

  @Override
  public List<LineSplit> snapshotState(long checkpoint) {
    MergedLines<T> current = lines;
    return current == null ? List.of() : List.of(current.position());
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return assigned;
  }

  @Override
  public void addSplits(List<LineSplit> splits) {
    for (LineSplit split : splits) {
      lines = new MergedLines<>(inputs, parser, split);
    }
    assigned.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    assigned.complete(null);
  }

  @Override
  public void close() throws IOException {
    MergedLines<T> current = lines;
    if (current != null) {
      current.close();
    }
  }
}
