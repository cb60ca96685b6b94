// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives the one split to the first reader that registers. */
final class LineEnumerator implements SplitEnumerator<LineSplit, PendingSplit> {

  private final SplitEnumeratorContext<LineSplit> context;
  private @Nullable LineSplit pending;

  LineEnumerator(SplitEnumeratorContext<LineSplit> context, @Nullable LineSplit pending) {
    this.context = context;
    this.pending = pending;
  }

  @Override
  public void start() {
    // Readers register by themselves.
  }

  @Override
  public void addReader(int subtask) {
    LineSplit split = pending;
    if (split != null) {
      pending = null;
      context.assignSplit(split, subtask);
    }
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public void addSplitsBack(List<LineSplit> splits, int subtask) {
    for (LineSplit split : splits) {
      pending = split;
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    // No reader asks: what there is was assigned at registration.
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
