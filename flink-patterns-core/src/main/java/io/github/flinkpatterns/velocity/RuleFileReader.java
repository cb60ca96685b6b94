// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file when its time has come, and sends all that follows from it as one record: a
 * checkpoint never comes between the updates of one change.
 */
final class RuleFileReader
    implements SourceReader<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>, RuleFileSplit> {

  private final Path path;
  private final long everyMillis;
  private final SerializableSupplier<Long> from;
  private final Runnable askForSplit;
  private @Nullable RuleFileSplit sent;
  private @Nullable String lastText;
  private @Nullable String lastReason;
  private CompletableFuture<Void> due = new CompletableFuture<>();

  RuleFileReader(
      Path path, long everyMillis, SerializableSupplier<Long> from, Runnable askForSplit) {
    this.path = path;
    this.everyMillis = everyMillis;
    this.from = from;
    this.askForSplit = askForSplit;
  }

  /** Returns what the file holds, read whole: rule files have a largest size. */
  static String text(Path path) throws IOException {
    try (InputStream in = path.getFileSystem().open(path)) {
      return RuleFiles.text(in);
    }
  }

  @Override
  public void start() {
    if (sent == null) {
      askForSplit.run();
    }
  }

  @Override
  public void addSplits(List<RuleFileSplit> splits) {
    sent = splits.get(0);
    due.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> out) {
    if (sent != null && due.isDone()) {
      read(sent, out);
      due =
          new CompletableFuture<Void>().completeOnTimeout(null, everyMillis, TimeUnit.MILLISECONDS);
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void read(
      RuleFileSplit before, ReaderOutput<Tuple2<List<RuleUpdate>, List<WrongRuleFile>>> out) {
    String text = null;
    try {
      text = text(path);
      if (text.equals(lastText)) {
        return;
      }
      List<Rule> after = RuleFiles.parse(text);
      long moment = Math.max(before.fromMillis(), from.get());
      List<RuleUpdate> updates = RuleFiles.updates(before.rules(), after, moment);
      if (!updates.isEmpty()) {
        sent = new RuleFileSplit(RuleFiles.versioned(before.rules(), after), moment);
        out.collect(Tuple2.of(updates, List.of()));
      }
      lastReason = null;
    } catch (IOException | IllegalArgumentException e) {
      String reason = e instanceof IOException ? "cannot be read: " + e : e.getMessage();
      if (text != null || !Objects.equals(reason, lastReason)) {
        WrongRuleFile wrong =
            new WrongRuleFile(path.toString(), String.valueOf(reason), System.currentTimeMillis());
        out.collect(Tuple2.of(List.of(), List.of(wrong)));
      }
      lastReason = reason;
    }
    lastText = text;
  }

  @Override
  public List<RuleFileSplit> snapshotState(long checkpoint) {
    return sent == null ? List.of() : List.of(sent);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return due;
  }

  @Override
  public void notifyNoMoreSplits() {
    // There is one.
  }

  @Override
  public void close() {
    // Nothing is open between two readings.
  }
}
