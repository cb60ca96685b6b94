// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/** Plays its splits in turn, one record each, as far as the plan of the test allows. */
final class ListReader<T> implements SourceReader<T, ListSplit> {
  private final TimedScript<T> script;
  private final TypeSerializer<T> serializer;
  private final int[] ordinals;
  private final int splitCount;
  private final SourceControl control;
  private final int subtask;
  private final Deque<Cursor> cursors = new ArrayDeque<>();
  private CompletableFuture<Void> splitsArrived = new CompletableFuture<>();
  private boolean noMoreSplits;

  ListReader(TimedScript<T> script, int splitCount, SourceControl control, int subtask) {
    this.script = script;
    this.serializer = script.serializer();
    this.ordinals = script.ordinals();
    this.splitCount = splitCount;
    this.control = control;
    this.subtask = subtask;
  }

  @Override
  public void start() {
    control.readerStarted(subtask);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    InputStatus status;
    do {
      status = playOne(output);
    } while (status == InputStatus.MORE_AVAILABLE && control.failureIsNext());
    return status;
  }

  private InputStatus playOne(ReaderOutput<T> output) throws Exception {
    Cursor cursor = cursors.peekFirst();
    if (cursor == null) {
      return end(output);
    }
    SourceOutput<T> splitOutput = output.createOutputForSplit(cursor.splitId());
    cursor.playWatermarks(splitOutput);
    if (cursor.atEnd()) {
      if (!control.mayFinish()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      output.releaseOutputForSplit(cursor.splitId());
      cursors.removeFirst();
      return InputStatus.MORE_AVAILABLE;
    }
    if (!control.tryEmit()) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    cursor.playRecord(splitOutput);
    cursors.addLast(cursors.removeFirst());
    return InputStatus.MORE_AVAILABLE;
  }

  private InputStatus end(ReaderOutput<T> output) {
    if (noMoreSplits && control.mayEnd()) {
      return InputStatus.END_OF_INPUT;
    }
    if (noMoreSplits) {
      output.markIdle();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public List<ListSplit> snapshotState(long checkpointId) {
    control.checkpointStarted(checkpointId);
    List<ListSplit> splits = new ArrayList<>();
    cursors.forEach(cursor -> splits.add(new ListSplit(cursor.index, cursor.position)));
    return splits;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    control.checkpointCompleted(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (!cursors.isEmpty()) {
      return control.available();
    }
    if (!noMoreSplits) {
      return splitsArrived;
    }
    return control.mayEnd() ? CompletableFuture.completedFuture(null) : control.changed();
  }

  @Override
  public void addSplits(List<ListSplit> splits) {
    splits.forEach(split -> cursors.addLast(new Cursor(split)));
    wake();
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    wake();
  }

  @Override
  public void close() {}

  private void wake() {
    splitsArrived.complete(null);
    splitsArrived = new CompletableFuture<>();
  }

  private final class Cursor {
    private final int index;
    private int position;
    private long restoredWatermark = Long.MIN_VALUE;

    Cursor(ListSplit split) {
      this.index = split.index();
      this.position = split.position();
      for (int step = 0; step < position; step++) {
        if (script.isWatermark(step)) {
          restoredWatermark = script.time(step);
        }
      }
    }

    String splitId() {
      return new ListSplit(index, position).splitId();
    }

    boolean atEnd() {
      return position == script.steps();
    }

    /**
     * Flink keeps no watermark in a checkpoint. The one that stood before the failure comes first
     * again, or the replay would judge lateness otherwise than the first pass.
     */
    void playWatermarks(SourceOutput<T> output) {
      if (restoredWatermark > Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(restoredWatermark));
        restoredWatermark = Long.MIN_VALUE;
      }
      for (; !atEnd() && !isMine(position); position++) {
        if (script.isWatermark(position)) {
          output.emitWatermark(new Watermark(script.time(position)));
        }
      }
    }

    void playRecord(SourceOutput<T> output) throws Exception {
      output.collect(script.value(position, serializer), script.time(position));
      position++;
    }

    private boolean isMine(int step) {
      return !script.isWatermark(step) && ordinals[step] % splitCount == index;
    }
  }
}
