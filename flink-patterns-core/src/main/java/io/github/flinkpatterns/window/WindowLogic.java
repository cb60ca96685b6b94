// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Adds each event to one pane, and makes the result of a window of its panes when the watermark
 * reaches {@code end - 1}, and again for every later event that the allowed lateness lets in.
 *
 * <p>Whether a window was emitted needs no mark: one that ends before the progress was, if it has a
 * pane. A pane holds the events of all its windows that are not over, since an event is refused by
 * a window only when that is over, and so never emitted again.
 */
final class WindowLogic<T, K, A, R> implements KeyedLogic<K, T, Panes<A>, WindowResult<K, R>> {

  static final String RESULTS = "results";
  static final String CORRECTIONS = "corrections";
  static final String LATE = "late";
  static final String WITHOUT_TIMESTAMP = "withoutTimestamp";

  /** Beyond it, 36 million years from now, sums of times might overflow. */
  private static final long MAX_TIMESTAMP = 1L << 60;

  private final WindowTypes<T, K, A, R> types;
  private final WindowPlan plan;
  private final AggregateFunction<T, A, R> aggregate;
  private final int accumulatorBytes;
  private final List<OutputTag<T>> late = new ArrayList<>();
  private final OutputTag<T> withoutTimestamp;

  /** Set by {@link #stateSerializer}, which a host calls before the first event. */
  private transient TypeSerializer<A> accumulators;

  @SuppressWarnings("NullAway.Init")
  WindowLogic(
      WindowTypes<T, K, A, R> types,
      WindowPlan plan,
      AggregateFunction<T, A, R> aggregate,
      int accumulatorBytes) {
    this.types = types;
    this.plan = plan;
    this.aggregate = aggregate;
    this.accumulatorBytes = accumulatorBytes;
    plan.windows().forEach(windows -> late.add(types.late(windows)));
    withoutTimestamp = types.withoutTimestamp();
  }

  @Override
  public String name() {
    return WindowAggregator.NAME;
  }

  @Override
  public Panes<A> create() {
    return new Panes<>(plan.paneMillis(), 2);
  }

  @Override
  public void onEvent(
      T event, long timestamp, Panes<A> panes, LogicContext<K, WindowResult<K, R>> context) {
    if (timestamp == NO_TIMESTAMP || timestamp > MAX_TIMESTAMP || timestamp < -MAX_TIMESTAMP) {
      context.count(WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, event);
      return;
    }
    long now = Math.max(context.watermark(), panes.progress);
    boolean taken = false;
    boolean fires = false;
    for (int i = 0; i < late.size(); i++) {
      Windows windows = plan.windows().get(i);
      if (plan.isOver(windows.lastEnd(timestamp), now)) {
        context.count(LATE);
        context.emit(late.get(i), event);
      } else {
        taken = true;
        fires |= windows.firstEndAfter(timestamp) - 1 <= now;
      }
    }
    if (!taken) {
      return;
    }
    boolean fresh = add(event, plan.paneOf(timestamp), panes);
    panes.progress = now;
    if (fresh || fires) {
      panes.due = Panes.UNKNOWN;
    }
    if (fires) {
      fire(timestamp, fresh, now, panes, context);
    }
  }

  /** Adds the event to its pane; true if it is the first one there. */
  private boolean add(T event, long start, Panes<A> panes) {
    int index = panes.from(start);
    boolean fresh = !panes.has(index, start);
    if (fresh) {
      panes.insert(index, start, aggregate.createAccumulator());
    }
    panes.accumulator(index, aggregate.add(event, panes.accumulator(index)));
    return fresh;
  }

  /** Emits the windows of an event that the watermark has passed and that are not over. */
  private void fire(
      long timestamp,
      boolean fresh,
      long now,
      Panes<A> panes,
      LogicContext<K, WindowResult<K, R>> context) {
    for (Windows windows : plan.windows()) {
      long last = windows.lastEnd(timestamp);
      for (long end = windows.firstEndAfter(timestamp);
          end <= last && end - 1 <= now;
          end += windows.slideMillis()) {
        if (!plan.isOver(end, now)) {
          int from = panes.from(end - windows.sizeMillis());
          int to = panes.from(end);
          boolean again = !fresh || to - from > 1;
          int revision = again ? panes.nextRevision(end, windows) : 1;
          emit(windows, end, from, to, revision, panes, context);
        }
      }
    }
  }

  @Override
  public void onDue(long due, Panes<A> panes, LogicContext<K, WindowResult<K, R>> context) {
    long end = due + 1;
    for (Windows windows : plan.windows()) {
      if (windows.endAt(end)) {
        int from = panes.from(end - windows.sizeMillis());
        int to = panes.from(end);
        if (from < to) {
          emit(windows, end, from, to, 1, panes, context);
        }
      }
    }
    panes.progress = Math.max(panes.progress, due);
    panes.due = Panes.UNKNOWN;
    int over = 0;
    while (over < panes.size() && plan.paneIsOverAt(panes.start(over)) <= due) {
      over++;
    }
    panes.removeFirst(over);
    panes.revisions.removeIf(revision -> plan.isOver(revision.end(), due));
  }

  private void emit(
      Windows windows,
      long end,
      int from,
      int to,
      int revision,
      Panes<A> panes,
      LogicContext<K, WindowResult<K, R>> context) {
    A accumulator = panes.accumulator(from);
    if (to - from > 1) {
      // A merge may change, and keep, both of what it is given.
      accumulator = accumulators.copy(accumulator);
      for (int i = from + 1; i < to; i++) {
        accumulator = aggregate.merge(accumulator, accumulators.copy(panes.accumulator(i)));
      }
    }
    @Nullable R result = aggregate.getResult(accumulator);
    if (result != null) {
      context.count(revision == 1 ? RESULTS : CORRECTIONS);
      context.emit(
          new WindowResult<>(
              context.key(), windows, end - windows.sizeMillis(), end, result, revision));
    }
  }

  @Override
  public long nextDue(Panes<A> panes) {
    if (panes.due == Panes.UNKNOWN) {
      panes.due = plan.nextDue(panes);
    }
    return panes.due;
  }

  @Override
  public boolean isEmpty(Panes<A> panes) {
    return panes.size() == 0;
  }

  @Override
  public int sizeInBytes(Panes<A> panes) {
    return panes.sizeInBytes(accumulatorBytes);
  }

  @Override
  public Panes<A> adopt(Panes<A> stored) {
    if (stored.paneMillis != plan.paneMillis()
        || (stored.size() > 0 && plan.paneOf(stored.start(0)) != stored.start(0))) {
      throw new IllegalStateException(
          WindowAggregator.NAME
              + ": the state has panes of "
              + stored.paneMillis
              + " ms and the windows now need others, of "
              + plan.paneMillis()
              + " ms; keep sizes, slides and offsets that give the same panes, or choose another"
              + " uid to start with empty state");
    }
    return stored;
  }

  @Override
  public TypeSerializer<Panes<A>> stateSerializer(SerializerFactory serializers) {
    TypeSerializer<A> serializer = serializers.create(types.accumulator());
    accumulators = serializer.duplicate();
    return new PanesSerializer<>(serializer);
  }

  @Override
  public TypeInformation<WindowResult<K, R>> outputType() {
    return WindowResult.type(types.key(), types.result());
  }

  @Override
  public List<String> counters() {
    return List.of(RESULTS, CORRECTIONS, LATE, WITHOUT_TIMESTAMP);
  }
}
