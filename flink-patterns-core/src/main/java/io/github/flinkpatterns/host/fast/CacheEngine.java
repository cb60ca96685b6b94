// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;
import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;
import static io.github.flinkpatterns.state.KeyedSlot.NONE;
import static java.util.Objects.requireNonNull;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.LogicMetrics;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.LogicProgress;
import io.github.flinkpatterns.state.KeyedSlot;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs a logic over a write-back cache in front of keyed state.
 *
 * <p>What must hold whenever a snapshot is taken: keyed state has the newest value of every key,
 * and every stored value with a due moment has a Flink timer at that moment or before. {@link
 * #flush} makes it so for what is in the cache; {@link #writeBack} made it so for what has left.
 *
 * <p>On the heap backend an object that was given to keyed state, or came from it, is copied before
 * its next change: an asynchronous snapshot may be reading it.
 */
final class CacheEngine<K, IN, S, OUT> implements LogicContext<K, OUT> {

  private static final long UNKNOWN = Long.MAX_VALUE / 2;

  private final KeyedLogic<K, IN, S, OUT> logic;
  private final CacheSettings settings;
  private final KeyedStateBackend<K> backend;
  private final ValueState<KeyedSlot<S>> state;
  private final TypeSerializer<S> values;
  private final TypeSerializer<K> keys;
  private final InternalTimerService<VoidNamespace> timers;
  private final Output<StreamRecord<OUT>> output;
  private final boolean copyOnChange;

  private final EntryTable<K, S> table = new EntryTable<>();
  private final DueHeap<K, S> dueHeap = new DueHeap<>();
  private final DirtyList<K, S> dirty = new DirtyList<>();

  /**
   * How many values stand in keyed state whose keys are not in the cache. While it is 0, a key that
   * is not in the cache is new, and nothing has to be read. After a restore nobody knows.
   */
  private long outside;

  private final CleaningPace pace;
  private final Sweep<K, S> sweep;

  private final LogicMetrics metrics;
  private final CacheMetrics counted;

  private final StreamRecord<OUT> record;
  private long watermark;
  private long timestamp = NO_TIMESTAMP;
  private @Nullable Entry<K, S> current;
  private boolean unchanged;

  @SuppressWarnings({"NullAway", "unchecked"})
  CacheEngine(
      KeyedLogic<K, IN, S, OUT> logic,
      CacheSettings settings,
      KeyedStateBackend<K> backend,
      ValueState<KeyedSlot<S>> state,
      TypeSerializer<S> values,
      InternalTimerService<VoidNamespace> timers,
      Output<StreamRecord<OUT>> output,
      MetricGroup group,
      int keyGroups,
      boolean restored) {
    this.logic = logic;
    this.settings = settings;
    this.backend = backend;
    this.state = state;
    this.values = values;
    this.keys = backend.getKeySerializer();
    this.timers = timers;
    this.output = output;
    this.outside = restored ? UNKNOWN : 0;
    this.copyOnChange = !backend.isSafeToReuseKVState();
    // On the heap backend a write is cheap and the next change a copy.
    this.pace = new CleaningPace(copyOnChange ? Integer.MAX_VALUE : settings.maxDirty() / 10);
    KeyOrder<K> order = new KeyOrder<>(backend.getKeySerializer(), keyGroups);
    this.sweep = new Sweep<>(copyOnChange ? null : order);
    this.watermark = timers.currentWatermark();
    this.record = new StreamRecord<>(null);
    this.metrics = new LogicMetrics(group, logic);
    this.counted = new CacheMetrics(metrics.group(), table, dirty);
  }

  /** Makes {@code key} current and returns its value, for a call of the logic. */
  S begin(K key, long eventTimestamp) throws Exception {
    Entry<K, S> entry = table.get(key);
    if (entry != null) {
      counted.hits.inc();
    } else {
      counted.misses.inc();
      entry = load(key);
    }
    return begin(entry, eventTimestamp);
  }

  private S begin(Entry<K, S> entry, long callTimestamp) {
    entry.touched = true;
    current = entry;
    unchanged = false;
    timestamp = callTimestamp;
    if (entry.shared) {
      entry.value = values.copy(entry.value);
      entry.shared = false;
    }
    return entry.value;
  }

  /** Ends a call: runs what became due, and keeps the books of the current entry. */
  void end() throws Exception {
    Entry<K, S> entry = current();
    long due = logic.nextDue(entry.value);
    while (due <= watermark && due != NEVER) {
      unchanged = false;
      logic.onDue(due, entry.value, this);
      due = LogicProgress.check(logic, due, logic.nextDue(entry.value));
    }
    if (unchanged && (entry.stored || entry.dirty)) {
      makeRoom(entry);
    } else {
      settle(entry, due);
    }
    if (pace.callEnds()) {
      writeAhead(pace.writesNow(dirty.size()));
    }
  }

  /** Takes a watermark: runs what is due of the entries in the cache. */
  void advance(long newWatermark) throws Exception {
    watermark = newWatermark;
    for (Entry<K, S> entry = dueHeap.first();
        entry != null && entry.scheduled <= newWatermark;
        entry = dueHeap.first()) {
      long due = logic.nextDue(entry.value);
      if (due > newWatermark || due == NEVER) {
        reschedule(entry, due);
      } else {
        runDue(entry, due);
      }
    }
  }

  /** Takes a Flink timer in event time; the backend's current key is its key. */
  void onEventTimer(K key, long time) throws Exception {
    Entry<K, S> entry = known(key);
    if (entry == null) {
      return;
    }
    if (entry.armed == time) {
      // The timer is gone, so keyed state no longer tells the truth about it.
      entry.armed = NONE;
      markDirty(entry);
    }
    long due = logic.nextDue(entry.value);
    if (due <= watermark && due != NEVER) {
      runDue(entry, due);
    } else {
      makeRoom(entry);
    }
  }

  private void runDue(Entry<K, S> entry, long first) throws Exception {
    long due = first;
    while (due <= watermark && due != NEVER) {
      begin(entry, due);
      logic.onDue(due, entry.value, this);
      due = LogicProgress.check(logic, due, logic.nextDue(entry.value));
    }
    settle(entry, due);
  }

  /** Takes a Flink timer in processing time; the backend's current key is its key. */
  void onProcessingTimer(K key, long time) throws Exception {
    Entry<K, S> entry = known(key);
    if (entry == null) {
      return;
    }
    if (entry.armedProcessing == time) {
      entry.armedProcessing = NONE;
    }
    begin(entry, NO_TIMESTAMP);
    long due = logic.nextProcessingTimeDue(entry.value);
    while (due <= time && due != NEVER) {
      logic.onProcessingTimeDue(due, entry.value, this);
      due = LogicProgress.check(logic, due, logic.nextProcessingTimeDue(entry.value));
    }
    unchanged = false;
    end();
  }

  /** Writes every changed value to keyed state. */
  void flush() throws Exception {
    long start = System.nanoTime();
    sweep.restart(dirty);
    writeAhead(dirty.size());
    sweep.clear();
    counted.flushMicros = (System.nanoTime() - start) / 1_000;
    pace.barrier();
  }

  /** Writes {@code count} changed values in the order of their keys. */
  private void writeAhead(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      writeBack(sweep.next(dirty));
    }
  }

  private Entry<K, S> load(K key) throws Exception {
    Entry<K, S> entry = null;
    if (outside > 0) {
      backend.setCurrentKey(key);
      entry = loadStored(key);
    }
    if (entry == null) {
      entry = new Entry<>(keys.copy(key), logic.create());
      table.add(entry);
    }
    return entry;
  }

  private @Nullable Entry<K, S> known(K key) throws Exception {
    Entry<K, S> entry = table.get(key);
    return entry == null ? loadStored(key) : entry;
  }

  private @Nullable Entry<K, S> loadStored(K key) throws Exception {
    if (outside == 0) {
      return null;
    }
    KeyedSlot<S> slot = state.value();
    if (slot == null) {
      return null;
    }
    outside--;
    Entry<K, S> entry = new Entry<>(keys.copy(key), logic.adopt(slot.value()));
    entry.stored = true;
    entry.shared = copyOnChange;
    entry.armed = slot.armedMillis();
    entry.armedProcessing = slot.armedProcessingMillis();
    table.add(entry);
    table.resize(entry, logic.sizeInBytes(entry.value));
    long due = logic.nextDue(entry.value);
    if (due != NEVER) {
      dueHeap.schedule(entry, due);
    }
    return entry;
  }

  private void settle(Entry<K, S> entry, long due) throws Exception {
    if (logic.isEmpty(entry.value)) {
      drop(entry);
      return;
    }
    reschedule(entry, due);
    long processingDue = logic.nextProcessingTimeDue(entry.value);
    if (processingDue < entry.armedProcessing) {
      backend.setCurrentKey(entry.key);
      if (entry.armedProcessing != NONE) {
        timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, entry.armedProcessing);
      }
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, processingDue);
      entry.armedProcessing = processingDue;
    }
    table.resize(entry, logic.sizeInBytes(entry.value));
    markDirty(entry);
    makeRoom(entry);
  }

  private void reschedule(Entry<K, S> entry, long due) {
    if (due < entry.scheduled || entry.scheduled <= watermark) {
      if (due == NEVER) {
        dueHeap.remove(entry);
      } else {
        dueHeap.schedule(entry, due);
      }
    }
  }

  private void markDirty(Entry<K, S> entry) throws Exception {
    if (!entry.dirty) {
      dirty.add(entry);
      if (dirty.size() > settings.maxDirty()) {
        writeBack(requireNonNull(dirty.oldest()));
      }
    }
  }

  private void makeRoom(Entry<K, S> inUse) throws Exception {
    while ((table.size() > settings.maxEntries() || table.bytes() > settings.maxBytes())
        && table.size() > 1) {
      Entry<K, S> victim = table.victim(inUse);
      if (victim.dirty) {
        writeBack(victim);
      }
      table.remove(victim);
      dueHeap.remove(victim);
      victim.release();
      outside++;
      counted.evictions.inc();
    }
  }

  private void writeBack(Entry<K, S> entry) throws Exception {
    dirty.remove(entry);
    backend.setCurrentKey(entry.key);
    long due = logic.nextDue(entry.value);
    if (due < entry.armed) {
      if (entry.armed != NONE) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, entry.armed);
      }
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
      entry.armed = due;
    }
    state.update(new KeyedSlot<>(entry.armed, entry.armedProcessing, entry.value));
    entry.stored = true;
    entry.shared = copyOnChange;
    counted.writes.inc();
  }

  private void drop(Entry<K, S> entry) throws Exception {
    boolean eventTimer = entry.armed != NONE && entry.armed > watermark;
    if (entry.stored || eventTimer || entry.armedProcessing != NONE) {
      backend.setCurrentKey(entry.key);
      if (entry.stored) {
        state.clear();
      }
      if (eventTimer) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, entry.armed);
      }
      if (entry.armedProcessing != NONE) {
        timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, entry.armedProcessing);
      }
    }
    dirty.remove(entry);
    dueHeap.remove(entry);
    table.remove(entry);
  }

  LogicMetrics metrics() {
    return metrics;
  }

  private Entry<K, S> current() {
    if (current == null) {
      throw new IllegalStateException(logic.name() + ": no call runs");
    }
    return current;
  }

  @Override
  public K key() {
    return current().key;
  }

  @Override
  public void emit(OUT value) {
    Sending.send(output, record, value, timestamp);
  }

  @Override
  public <X> void emit(OutputTag<X> tag, X value) {
    Sending.send(output, tag, value, timestamp);
  }

  @Override
  public long watermark() {
    return watermark;
  }

  @Override
  public long processingTime() {
    return timers.currentProcessingTime();
  }

  @Override
  public void unchanged() {
    unchanged = true;
  }

  @Override
  public void count(String name) {
    metrics.count(name);
  }

  @Override
  public void count(String name, long increment) {
    metrics.count(name, increment);
  }
}
