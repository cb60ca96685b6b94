// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives the one split to the first reader that asks. */
final class LineEnumerator implements SplitEnumerator<LineSplit, PendingSplit> {

  private final SplitEnumeratorContext<LineSplit> context;
  private @Nullable LineSplit pending;

  LineEnumerator(SplitEnumeratorContext<LineSplit> context, @Nullable LineSplit pending) {
    this.context = context;
    this.pending = pending;
  }

  @Override
  public void start() {
    // Readers ask.
  }

  @Override
  public void addReader(int subtask) {
    // A reader that was restored has the split already: to send it anything could only fail, if
    // it fails at once, and then hide the true cause.
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    LineSplit split = pending;
    if (split == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      pending = null;
      context.assignSplit(split, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<LineSplit> splits, int subtask) {
    for (LineSplit split : splits) {
      pending = split;
    }
  }

  @Override
  public PendingSplit snapshotState(long checkpoint) {
    return new PendingSplit(pending);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
