// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/** What the tests of every room ask of a pattern's state. */
public final class PatternChecks {

  /** Every recovery, with rescaling. RocksDB is slow to start, so it crashes only. */
  public static final ExecutionMatrix MATRIX =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 2)));

  private PatternChecks() {}

  /** Runs a pattern on the function host. */
  public static <IN> Scenario<String, IN, Void, PatternMatch<String, IN>> function(
      LogicPattern<String, IN> pattern) {
    return Scenario.of(pattern.toFunction()).keyedBy(pattern.input().keySelector(), String.class);
  }

  /** Runs a pattern on the fast host, with room for two keys in its cache. */
  public static <IN> Scenario<String, IN, Void, PatternMatch<String, IN>> fast(
      LogicPattern<String, IN> pattern) {
    return Scenario.of(fastOperator(pattern)).keyedBy(pattern.input().keySelector(), String.class);
  }

  /** Returns the operator of {@link #fast}. */
  public static <IN> OneInputStreamOperator<IN, PatternMatch<String, IN>> fastOperator(
      LogicPattern<String, IN> pattern) {
    return FastHost.operator(
        pattern.logic(),
        pattern.input().keySelector(),
        CacheSettings.defaults().withMaxEntries(2).withMaxDirty(2));
  }

  /** Runs flink-cep's own operator, taken out of a job with the pattern; it gets the elements. */
  @SuppressWarnings("unchecked")
  public static <IN, E> Scenario<String, E, Void, Object> cep(
      PatternSpec<String, IN> pattern, DataStream<IN> anything, KeySelector<E, String> key) {
    var matches = pattern.applyTo(anything, "pattern");
    for (Transformation<?> step : matches.getTransformation().getTransitivePredecessors()) {
      if ("pattern".equals(step.getUid())) {
        return Scenario.of(
                (OneInputStreamOperator<E, Object>)
                    ((OneInputTransformation<?, ?>) step).getOperator())
            .keyedBy(key, String.class);
      }
    }
    throw new IllegalStateException("no operator has the uid");
  }

  /** One event of a key. */
  public record Fed<E>(E element, long time) {}

  /** Gives the event of the n-th key. */
  @FunctionalInterface
  public interface Feed<E> {
    /** Returns an event that begins a match. */
    Fed<E> of(int number);
  }

  /**
   * Feeds 1,000 keys one event each, and looks at the state while their windows are open, and when
   * all are over.
   */
  public static <E> void assertNothingIsLeft(
      Scenario<String, E, Void, ?> scenario, Feed<E> feed, long open, long over) {
    for (Backend backend : List.of(Backend.HASHMAP, Backend.ROCKSDB)) {
      try (var driver = OperatorDriver.of(scenario, backend, 1)) {
        for (int i = 0; i < 1_000; i++) {
          Fed<E> fed = feed.of(i);
          driver.event(fed.element(), fed.time());
        }
        driver.watermark(open);
        assertThat(driver.stateEntries()).as("on %s: what has begun", backend).isPositive();
        driver.watermark(over);
        assertThat(driver.stateEntries()).as("entries on %s", backend).isZero();
        assertThat(driver.timers()).as("timers on %s", backend).isZero();
      }
    }
  }
}
