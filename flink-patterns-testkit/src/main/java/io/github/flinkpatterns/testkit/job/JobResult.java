// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.Collection;
import java.util.List;

/**
 * What a job of a {@link TestJob} left behind when it had read all its input.
 *
 * @param committed the output that a transactional reader sees
 * @param written all output, that of failed attempts included; empty for a job with a sink of its
 *     own
 * @param restarts how often the source's busiest subtask was started again; one failure may give
 *     more than one, and where Flink restarts only a part of the job, failures of different parts
 *     count once
 * @param checkpoints how many checkpoints and savepoints completed while the source ran
 * @param plannedFailures how many failures of the source happened
 * @param description how the job ran, for messages
 * @param <T> the type of the output
 */
public record JobResult<T>(
    List<T> committed,
    List<T> written,
    int restarts,
    int checkpoints,
    int plannedFailures,
    String description) {

  /** Copies the lists. */
  public JobResult {
    committed = List.copyOf(committed);
    written = List.copyOf(written);
  }

  /**
   * Checks that the job restarted at least once, so that the test proves something.
   *
   * @throws AssertionError when the job ran through
   */
  public JobResult<T> assertRestarted() {
    if (restarts < 1) {
      throw new AssertionError(
          "The job never restarted, so this test proves nothing about recovery: "
              + description
              + ". Let the source fail with failAfterRecords(n), or lower the n of a FailingMap.");
    }
    return this;
  }

  /**
   * Checks that the committed output is this, in any order and each record as often as given.
   *
   * @throws AssertionError that lists lost and surplus records
   */
  public JobResult<T> assertCommitted(Collection<? extends T> expected) {
    checkAgainst(expected, "the test expects");
    return this;
  }

  void checkAgainst(Collection<?> expected, String origin) {
    MultisetDiff diff = MultisetDiff.between(expected, committed);
    if (!diff.isEmpty()) {
      throw new AssertionError(
          "Not exactly once: the job committed "
              + committed.size()
              + " records, "
              + origin
              + " "
              + expected.size()
              + ".\n"
              + diff.describe()
              + "This run: "
              + description
              + ".\n"
              + "Look for data kept in a field in place of Flink's state, for a sink that does not take part in"
              + " checkpoints, and for output that depends on arrival order or on the clock.");
    }
  }
}
