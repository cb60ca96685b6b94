// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.Emission;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.Snapshot;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Drives one function by hand: feed, look, feed again. For exploring and debugging; a test that
 * should run under many conditions is a {@link Scenario}.
 *
 * <pre>{@code
 * try (var driver = OperatorDriver.of(
 *     Scenario.of(new CountClicks()).keyedBy(Click::user, String.class))) {
 *   driver.event(new Click("ann"), 1_000);
 *   assertThat(driver.state("count", "ann")).isEqualTo(1L);
 *   driver.restart(3);
 *   driver.watermark(60_000);
 *   assertThat(driver.outputs()).containsExactly("ann: 1");
 * }
 * }</pre>
 *
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <OUT> the type of the main output
 */
public final class OperatorDriver<K, A, B, OUT> implements AutoCloseable {

  private final Script script;
  private final Backend backend;
  private final List<Emission> main = new ArrayList<>();
  private final Map<String, List<Emission>> sides = new LinkedHashMap<>();
  private Deployment live;
  private int attempts;
  private long clock;
  private long watermark = Long.MIN_VALUE;

  private OperatorDriver(Script script, Backend backend, int parallelism) {
    this.script = script;
    this.backend = backend;
    this.live = start(parallelism, null);
  }

  /** Starts the function of a scenario on the heap with one subtask; the steps are not run. */
  public static <K, A, B, OUT> OperatorDriver<K, A, B, OUT> of(Scenario<K, A, B, OUT> scenario) {
    return of(scenario, Backend.HASHMAP, 1);
  }

  /** Starts the function of a scenario; the steps are not run. */
  public static <K, A, B, OUT> OperatorDriver<K, A, B, OUT> of(
      Scenario<K, A, B, OUT> scenario, Backend backend, int parallelism) {
    return new OperatorDriver<>(scenario.script(), backend, parallelism);
  }

  private Deployment start(int parallelism, @Nullable Snapshot from) {
    return new Deployment(
        script.host(attempts++),
        backend.type(),
        backend.changelog(),
        script.settings().maxParallelism(),
        parallelism,
        clock,
        from);
  }

  /** Feeds an event with an event time in epoch milliseconds. */
  public void event(A value, long timestampMillis) {
    live.element(0, value, timestampMillis);
  }

  /** Feeds an event of the second input. */
  public void secondEvent(B value, long timestampMillis) {
    live.element(1, value, timestampMillis);
  }

  /**
   * Sends a watermark on every input.
   *
   * @throws IllegalArgumentException when it is below the last one
   */
  public void watermark(long timestampMillis) {
    forward("watermark", watermark, timestampMillis);
    watermark = timestampMillis;
    live.watermark(timestampMillis);
  }

  /**
   * Moves the one clock: state time-to-live, then processing time.
   *
   * @throws IllegalArgumentException when it is below the last one
   */
  public void processingTime(long timestampMillis) {
    forward("processingTime", clock, timestampMillis);
    clock = timestampMillis;
    live.processingTime(timestampMillis);
  }

  /** Ends all inputs: the last watermark, the end-of-input calls, {@code finish()}. */
  public void endOfInput() {
    watermark(Long.MAX_VALUE);
    live.endInput();
  }

  /** Takes a checkpoint and tells the function that it is complete. */
  public void checkpoint() {
    live.snapshot(false);
  }

  /** Takes a checkpoint, stops, and starts anew from it with the given number of subtasks. */
  public void restart(int parallelism) {
    Snapshot snapshot =
        live.snapshot(backend.rescalesBySavepoint() && parallelism != live.parallelism());
    collect();
    live.close();
    live = start(parallelism, snapshot);
    if (watermark != Long.MIN_VALUE) {
      live.watermark(watermark);
    }
  }

  /** Takes the values of the main output since the last call. */
  @SuppressWarnings("unchecked")
  public List<OUT> outputs() {
    collect();
    List<OUT> values = new ArrayList<>();
    main.forEach(e -> values.add((OUT) e.value()));
    main.clear();
    return values;
  }

  /** Takes the values of a side output since the last call; empty, never null. */
  @SuppressWarnings("unchecked")
  public <X> List<X> outputs(OutputTag<X> tag) {
    collect();
    List<X> values = new ArrayList<>();
    List<Emission> emissions = sides.remove(tag.getId());
    if (emissions != null) {
      emissions.forEach(e -> values.add((X) e.value()));
    }
    return values;
  }

  /**
   * Returns what a state holds for a key, or null for nothing; what time-to-live has ended is
   * nothing.
   *
   * @throws UnsupportedOperationException on ForSt, which cannot show its state
   */
  public @Nullable Object state(String name, K key) {
    for (StateEntry entry : contents().entries()) {
      if (entry.state().equals(name) && entry.key().equals(key) && !entry.isExpiredAt(clock)) {
        return entry.value();
      }
    }
    return null;
  }

  /**
   * Counts the keys that take room in a state, whether or not time-to-live has ended for them: what
   * {@link #state} hides and a clean-up strategy is to remove.
   *
   * @throws UnsupportedOperationException on a backend that cannot list its keys
   */
  public long storedKeys(String state) {
    return live.storedKeys(state);
  }

  /**
   * Makes RocksDB compact a state as it does in the background, which is when its time-to-live
   * filter removes what has ended. Nothing happens on a backend that does not compact.
   *
   * <p>RocksDB compacts files; take a checkpoint first ({@link #checkpoint}).
   */
  public void compact(String state) {
    live.compact(state);
  }

  /** Returns the pending event-time timers of a key in epoch milliseconds, ascending. */
  public List<Long> eventTimers(K key) {
    return timers(key, true);
  }

  /** Returns the pending processing-time timers of a key in epoch milliseconds, ascending. */
  public List<Long> processingTimers(K key) {
    return timers(key, false);
  }

  private List<Long> timers(K key, boolean eventTime) {
    return contents().timers().stream()
        .filter(t -> t.eventTime() == eventTime && t.key().equals(key))
        .map(TimerEntry::timestamp)
        .sorted()
        .toList();
  }

  /**
   * Returns how many entries keyed state has, of all keys; what time-to-live has ended does not
   * count. An entry is one value, list or map of one key.
   *
   * @throws UnsupportedOperationException on ForSt, which cannot show its state
   */
  public int stateEntries() {
    return (int) contents().entries().stream().filter(e -> !e.isExpiredAt(clock)).count();
  }

  /**
   * Returns how many timers are pending, of all keys and both kinds.
   *
   * @throws UnsupportedOperationException on ForSt, which cannot show its state
   */
  public int timers() {
    return contents().timers().size();
  }

  /** Returns each counter and numeric gauge since the last start, summed over the subtasks. */
  public Map<String, Long> metrics() {
    return live.metrics();
  }

  private KeyedContents contents() {
    KeyedContents contents = live.contents();
    if (!contents.known()) {
      throw new UnsupportedOperationException(
          "OperatorDriver: backend '"
              + backend
              + "': writes no canonical savepoints, so its state cannot be shown; use another one");
    }
    return contents;
  }

  private void collect() {
    for (Emission e : live.drain()) {
      if (e.tag() == null) {
        main.add(e);
      } else {
        sides.computeIfAbsent(e.tag().getId(), ignored -> new ArrayList<>()).add(e);
      }
    }
  }

  private static void forward(String what, long last, long next) {
    if (next < last) {
      throw new IllegalArgumentException(
          "OperatorDriver: parameter '"
              + what
              + "': "
              + next
              + ", must not be below the last one, "
              + last
              + "; time does not go back");
    }
  }

  /** Stops the function without finishing it. */
  @Override
  public void close() {
    live.close();
  }
}
