// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Fails a job in the middle of its graph, once, then lets every record through.
 *
 * <p>It counts records over all its subtasks and attempts, replays included. It takes no notice of
 * checkpoints: where one shall have completed before, let the source wait with {@link
 * JobSource#awaitCheckpointAfterRecords(int)}.
 *
 * @param <T> the record type
 */
public final class FailingMap<T> implements MapFunction<T, T> {
  private static final long serialVersionUID = 1L;

  /** A reference run builds the same pipeline without failures. */
  private static final ThreadLocal<Boolean> SKIPPED = ThreadLocal.withInitial(() -> false);

  private final int failAfter;
  private final Shared<AtomicLong> seen = Shared.of(new AtomicLong());

  private FailingMap(int failAfter) {
    this.failAfter = failAfter;
  }

  /**
   * Returns the stream with a map behind it that throws when so many records have passed.
   *
   * <p>The failure happens once for each time that the pipeline is built: a job that {@link
   * TestJob#rescale rescales} builds it once per parallelism.
   *
   * @param records at least 1; with fewer records in the stream nothing fails, which {@link
   *     JobResult#assertRestarted()} tells
   * @throws IllegalArgumentException when {@code records} is below 1
   */
  public static <T> DataStream<T> insert(DataStream<T> stream, int records) {
    if (records < 1) {
      throw new IllegalArgumentException(
          "FailingMap: parameter 'records': " + records + ", must be at least 1");
    }
    if (SKIPPED.get()) {
      return stream;
    }
    return stream
        .map(new FailingMap<>(records), stream.getType())
        .name("fails after " + records + " records");
  }

  @Override
  public T map(T value) {
    if (seen.get().incrementAndGet() == failAfter + 1L) {
      throw new PlannedFailureException("planned failure of a map after " + failAfter + " records");
    }
    return value;
  }

  static void skipWhile(boolean skipped) {
    SKIPPED.set(skipped);
  }
}
