// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives the one split to the reader that asks; a reader that was restored has it already. */
final class RuleFileEnumerator implements SplitEnumerator<RuleFileSplit, List<RuleFileSplit>> {

  private final SplitEnumeratorContext<RuleFileSplit> context;
  private final List<RuleFileSplit> pending;

  RuleFileEnumerator(SplitEnumeratorContext<RuleFileSplit> context, List<RuleFileSplit> pending) {
    this.context = context;
    this.pending = new ArrayList<>(pending);
  }

  @Override
  public void start() {
    // Readers ask.
  }

  @Override
  public void addReader(int subtask) {
    // It asks if it needs anything.
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    pending.forEach(split -> context.assignSplit(split, subtask));
    pending.clear();
  }

  @Override
  public void addSplitsBack(List<RuleFileSplit> splits, int subtask) {
    pending.addAll(splits);
  }

  @Override
  public List<RuleFileSplit> snapshotState(long checkpoint) {
    return List.copyOf(pending);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
