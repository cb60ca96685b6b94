// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;
import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;

/** Aggregates by key and slice within one instance; see {@link PartialAggregator}. */
final class PartialLogic<E, K, A>
    implements LocalLogic<E, Partials<K, A>, Partial<K, A>, Partial<K, A>> {

  private final KeySelector<E, K> key;
  private final AggregateFunction<E, A, ?> aggregate;
  private final TypeInformation<K> keyType;
  private final TypeInformation<A> accumulatorType;
  private final long sliceMillis;
  private final int maxPartials;
  private final OutputTag<E> withoutTimestamp;
  private final OutputTag<E> nullKeys;
  private transient TypeSerializer<K> keys;

  @SuppressWarnings("NullAway.Init")
  PartialLogic(
      KeySelector<E, K> key,
      AggregateFunction<E, A, ?> aggregate,
      TypeInformation<K> keyType,
      TypeInformation<A> accumulatorType,
      long sliceMillis,
      int maxPartials,
      OutputTag<E> withoutTimestamp,
      OutputTag<E> nullKeys) {
    this.key = key;
    this.aggregate = aggregate;
    this.keyType = keyType;
    this.accumulatorType = accumulatorType;
    this.sliceMillis = sliceMillis;
    this.maxPartials = maxPartials;
    this.withoutTimestamp = withoutTimestamp;
    this.nullKeys = nullKeys;
  }

  @Override
  public String name() {
    return PartialAggregator.NAME;
  }

  @Override
  public Partials<K, A> create() {
    return new Partials<>();
  }

  @Override
  public void onEvent(
      E event, long timestampMillis, Partials<K, A> state, LocalContext<Partial<K, A>> context)
      throws Exception {
    if (timestampMillis == NO_TIMESTAMP) {
      context.count("withoutTimestamp");
      context.emit(withoutTimestamp, event);
      return;
    }
    K own = key.getKey(event);
    if (own == null) {
      context.count("nullKeys");
      context.emit(nullKeys, event);
      return;
    }
    long start = timestampMillis - Math.floorMod(timestampMillis, sliceMillis);
    Map<K, Partial<K, A>> slice = state.slices.get(start);
    Partial<K, A> before = slice == null ? null : slice.get(own);
    if (before == null && state.size >= maxPartials) {
      context.count("earlyFlushes");
      emitUntil(Long.MAX_VALUE, state, context);
    }
    state.put(
        before == null
            ? new Partial<>(
                keys.copy(own), start, aggregate.add(event, aggregate.createAccumulator()), 1)
            : new Partial<>(
                before.key(),
                start,
                aggregate.add(event, before.accumulator()),
                before.events() + 1));
  }

  /** Sends the slices whose last moment is not after the given one. */
  private void emitUntil(long moment, Partials<K, A> state, LocalContext<Partial<K, A>> context) {
    while (!state.slices.isEmpty()) {
      long last = lastMoment(state.slices.firstKey());
      if (last > moment) {
        return;
      }
      for (Partial<K, A> partial : state.slices.pollFirstEntry().getValue().values()) {
        state.size--;
        context.emit(partial, last);
      }
    }
  }

  private long lastMoment(long sliceStart) {
    return sliceStart + sliceMillis - 1;
  }

  @Override
  public void onDue(long due, Partials<K, A> state, LocalContext<Partial<K, A>> context) {
    emitUntil(due, state, context);
  }

  @Override
  public void onProcessingTimeDue(
      long due, Partials<K, A> state, LocalContext<Partial<K, A>> context) {
    throw new IllegalStateException(name() + ": nothing waits for the clock");
  }

  @Override
  public void onIdle(Partials<K, A> state, LocalContext<Partial<K, A>> context) {
    emitUntil(Long.MAX_VALUE, state, context);
  }

  @Override
  public void onEnd(Partials<K, A> state, LocalContext<Partial<K, A>> context) {
    emitUntil(Long.MAX_VALUE, state, context);
  }

  @Override
  public long nextDue(Partials<K, A> state) {
    return state.slices.isEmpty() ? NEVER : lastMoment(state.slices.firstKey());
  }

  @Override
  public long nextProcessingTimeDue(Partials<K, A> state) {
    return NEVER;
  }

  @Override
  public List<Partial<K, A>> parts(Partials<K, A> state) {
    List<Partial<K, A>> parts = new ArrayList<>(state.size);
    state.slices.values().forEach(slice -> parts.addAll(slice.values()));
    return parts;
  }

  @Override
  public void restore(
      Iterable<Partial<K, A>> parts, Partials<K, A> state, int instance, int instances) {
    for (Partial<K, A> part : parts) {
      if (Math.floorMod(spread(part.key().hashCode()), instances) == instance) {
        Map<K, Partial<K, A>> slice = state.slices.get(part.sliceStartMillis());
        Partial<K, A> other = slice == null ? null : slice.get(part.key());
        state.put(other == null ? part : merged(other, part));
      }
    }
  }

  private Partial<K, A> merged(Partial<K, A> one, Partial<K, A> other) {
    return new Partial<>(
        one.key(),
        one.sliceStartMillis(),
        aggregate.merge(one.accumulator(), other.accumulator()),
        one.events() + other.events());
  }

  /** Spreads hash codes that differ in few bits; the finalizer of MurmurHash3 (Appleby). */
  private static int spread(int hash) {
    int h = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  @Override
  public boolean everyInstanceGetsAllParts() {
    return true;
  }

  @Override
  public TypeSerializer<Partial<K, A>> partSerializer(SerializerFactory serializers) {
    TypeSerializer<K> written = serializers.create(keyType);
    keys = written.duplicate();
    return new PartialSerializer<>(written, serializers.create(accumulatorType));
  }

  @Override
  public TypeInformation<Partial<K, A>> outputType() {
    return Partial.type(keyType, accumulatorType);
  }

  @Override
  public List<String> counters() {
    return List.of("earlyFlushes", "withoutTimestamp", "nullKeys");
  }
}
