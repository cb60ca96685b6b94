// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Finds the category of one item for its events, and keeps those that came too early for it. */
final class LookupLogic<I, E, R>
    implements ControlledLogic<I, E, R, ItemCategory<E>, Categorized<E>> {

  static final String MISSED = "missed";
  static final String CROWDED = "crowded";
  static final String WITHOUT_TIMESTAMP = "withoutTimestamp";

  private final TypeInformation<E> event;
  private final KeySelector<R, String> categoryOf;
  private final long waitMillis;
  private final int maxWaiting;
  private final long keepMillis;
  private final OutputTag<E> misses;
  private final OutputTag<E> withoutTimestamp;
  private transient @Nullable TypeSerializer<E> events;

  LookupLogic(
      TypeInformation<E> event,
      KeySelector<R, String> categoryOf,
      long waitMillis,
      int maxWaiting,
      long keepMillis,
      OutputTag<E> misses,
      OutputTag<E> withoutTimestamp) {
    this.event = event;
    this.categoryOf = categoryOf;
    this.waitMillis = waitMillis;
    this.maxWaiting = maxWaiting;
    this.keepMillis = keepMillis;
    this.misses = misses;
    this.withoutTimestamp = withoutTimestamp;
  }

  @Override
  public String name() {
    return CategoryLookup.NAME;
  }

  @Override
  public ItemCategory<E> create() {
    return new ItemCategory<>();
  }

  @Override
  @SuppressWarnings("NullAway") // the serializer is there before the first event
  public void onEvent(
      E value, long timestamp, ItemCategory<E> item, LogicContext<I, Categorized<E>> context) {
    if (timestamp == NO_TIMESTAMP) {
      context.count(WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, value);
      return;
    }
    if (item.category != null) {
      item.lastSeen = Math.max(item.lastSeen, timestamp);
      context.emit(new Categorized<>(value, item.category, timestamp));
      return;
    }
    item.await(events.copy(value), timestamp);
    if (item.waiting.size() > maxWaiting) {
      context.count(CROWDED);
      miss(item, context);
    }
  }

  @Override
  public void onControl(
      R reference, long timestamp, ItemCategory<E> item, LogicContext<I, Categorized<E>> context)
      throws Exception {
    long told = timestamp != NO_TIMESTAMP ? timestamp : now(context);
    if (told < item.toldAt) {
      return;
    }
    item.toldAt = told;
    item.lastSeen = Math.max(item.lastSeen, told);
    item.category = categoryOf.getKey(reference);
    if (item.category != null) {
      for (ItemCategory.Waiter<E> waiter : item.waiting) {
        item.lastSeen = Math.max(item.lastSeen, waiter.timestamp());
        context.emit(new Categorized<>(waiter.event(), item.category, waiter.timestamp()));
      }
      item.waiting.clear();
    }
  }

  private static long now(LogicContext<?, ?> context) {
    return context.watermark() == Long.MIN_VALUE ? context.processingTime() : context.watermark();
  }

  private void miss(ItemCategory<E> item, LogicContext<I, Categorized<E>> context) {
    context.count(MISSED);
    context.emit(misses, item.waiting.remove(0).event());
  }

  @Override
  public void onDue(long due, ItemCategory<E> item, LogicContext<I, Categorized<E>> context) {
    while (!item.waiting.isEmpty()
        && Decay.plus(item.waiting.get(0).timestamp(), waitMillis) <= due) {
      miss(item, context);
    }
    if (keptUntil(item) <= due) {
      item.forget();
    }
  }

  private long keptUntil(ItemCategory<E> item) {
    return item.lastSeen == Long.MIN_VALUE ? NEVER : Decay.plus(item.lastSeen, keepMillis);
  }

  @Override
  public long nextDue(ItemCategory<E> item) {
    long kept = keptUntil(item);
    return item.waiting.isEmpty()
        ? kept
        : Math.min(kept, Decay.plus(item.waiting.get(0).timestamp(), waitMillis));
  }

  @Override
  public boolean isEmpty(ItemCategory<E> item) {
    return item.lastSeen == Long.MIN_VALUE && item.waiting.isEmpty();
  }

  @Override
  public int sizeInBytes(ItemCategory<E> item) {
    return 120 + (item.category == null ? 0 : item.category.length()) + item.waiting.size() * 150;
  }

  @Override
  public TypeSerializer<ItemCategory<E>> stateSerializer(SerializerFactory serializers) {
    events = serializers.create(event);
    return new ItemCategorySerializer<>(serializers.create(event));
  }

  @Override
  public TypeInformation<Categorized<E>> outputType() {
    return Categorized.type(event);
  }

  @Override
  public List<String> counters() {
    return List.of(MISSED, CROWDED, WITHOUT_TIMESTAMP);
  }
}
