// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives split i to reader i modulo the parallelism, the same way at every start. */
final class ListEnumerator implements SplitEnumerator<ListSplit, List<ListSplit>> {
  private final SplitEnumeratorContext<ListSplit> context;
  private final List<ListSplit> pending;

  ListEnumerator(SplitEnumeratorContext<ListSplit> context, List<ListSplit> pending) {
    this.context = context;
    this.pending = new ArrayList<>(pending);
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  @Override
  public void addSplitsBack(List<ListSplit> splits, int subtask) {
    pending.addAll(splits);
  }

  @Override
  public void addReader(int subtask) {
    for (Iterator<ListSplit> i = pending.iterator(); i.hasNext(); ) {
      ListSplit split = i.next();
      if (split.index() % context.currentParallelism() == subtask) {
        context.assignSplit(split, subtask);
        i.remove();
      }
    }
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public List<ListSplit> snapshotState(long checkpointId) {
    return new ArrayList<>(pending);
  }

  @Override
  public void close() {}
}
