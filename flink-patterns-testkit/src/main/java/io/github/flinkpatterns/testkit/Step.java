// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.List;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** One line of a script. */
sealed interface Step {

  /** A step that makes the operator do something. */
  sealed interface Move extends Step {}

  /** A step that looks. */
  sealed interface Expectation extends Step {}

  record Element(int input, Object value, @Nullable Long timestamp) implements Move {
    @Override
    public String toString() {
      return (input == 0 ? "event " : "second input ")
          + value
          + (timestamp == null ? "" : " at " + timestamp);
    }
  }

  record WatermarkAt(long timestamp) implements Move {
    @Override
    public String toString() {
      return "watermark " + timestamp;
    }
  }

  record Clock(long timestamp) implements Move {
    @Override
    public String toString() {
      return "processing time " + timestamp;
    }
  }

  record EndOfInput() implements Move {
    @Override
    public String toString() {
      return "end of input";
    }
  }

  /** The place of a golden snapshot. */
  record Savepoint() implements Step {}

  record Output(@Nullable OutputTag<?> tag, List<?> values) implements Expectation {}

  record State(String name, Object key, @Nullable Object value) implements Expectation {}

  record Timers(boolean eventTime, Object key, List<Long> timestamps) implements Expectation {}

  record Metric(String name, long value) implements Expectation {}
}
