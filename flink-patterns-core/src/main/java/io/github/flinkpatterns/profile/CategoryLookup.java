// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.OperatorStream;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Finds the category of each event's item in a stream of references, for a {@link UserProfiler}.
 *
 * <pre>{@code
 * var lookup = CategoryLookup.on(Click.class)
 *     .itemBy(Click::item, String.class)
 *     .from(Product::item, Product::category)
 *     .waitAtMost(Duration.ofMinutes(10))
 *     .keepFor(Duration.ofDays(90))
 *     .build();
 * var known = lookup.applyTo(clicks, products, "categories");
 * }</pre>
 *
 * <p>An event whose item is known leaves at once with the category that is known then. Another
 * waits: until a reference tells the category, or until the watermark reaches its timestamp plus
 * {@code waitAtMost}, when it leaves by {@link #misses}. At most {@code maxWaiting} events of an
 * item wait; one more and the earliest leaves by {@link #misses}.
 *
 * <p><b>In numbers</b>: {@code waitAtMost} 100. A click at 10 on an unknown item, the reference
 * after it, the watermark at 60: the click leaves with the category, its timestamp is 10. Had the
 * watermark come to 110 first, the click would be a miss.
 *
 * <p><b>Time.</b> Results keep the timestamps of their events. So that none is late behind this
 * step, its watermarks are {@code waitAtMost} behind those of its input: a profiler in event-time
 * order tells everything that much later. The references need watermarks too, or must be marked as
 * idle.
 *
 * <p><b>Guarantees.</b> Of two references of an item the one of the later timestamp stands; without
 * timestamps, that which came last. Exactly once. Where an item's category changes while its events
 * come, which of the two an event gets depends on which stream is faster.
 *
 * <p><b>State per item</b>: about 16 bytes and the category; the events while they wait. It is
 * forgotten when neither event nor reference came for {@code keepFor}. One timer.
 *
 * <p>The metric group {@code CategoryLookup} counts {@code missed}, {@code crowded} (misses because
 * too many waited), {@code withoutTimestamp} and {@code nullKeys}.
 *
 * @param <E> the event
 * @param <I> the item
 * @param <R> the reference
 */
public final class CategoryLookup<E, I, R> implements Serializable {

  static final String NAME = "CategoryLookup";

  private final TypeInformation<E> event;
  private final KeySelector<E, I> itemOf;
  private final TypeInformation<I> itemType;
  private final KeySelector<R, I> referenceItem;
  private final long waitMillis;
  private final OutputTag<E> misses;
  private final OutputTag<E> withoutTimestamp;
  private final OutputTag<E> nullKeys;
  private final LookupLogic<I, E, R> logic;

  private CategoryLookup(Builder<E, I, R> builder) {
    event = builder.event;
    itemOf = builder.itemOf;
    itemType = builder.itemType;
    referenceItem = builder.referenceItem;
    waitMillis = builder.waitMillis;
    misses = new OutputTag<>("category-misses", event);
    withoutTimestamp = new OutputTag<>("category-without-timestamp", event);
    nullKeys = new OutputTag<>("category-null-keys", event);
    logic =
        new LookupLogic<>(
            event,
            builder.categoryOf,
            waitMillis,
            builder.maxWaiting,
            builder.keepMillis,
            misses,
            withoutTimestamp);
  }

  /** Begins a lookup for events of the class {@code event}. */
  public static <E> NeedsItem<E> on(Class<E> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <E> NeedsItem<E> on(TypeInformation<E> event) {
    return new NeedsItem<>(Require.given(event, NAME, "on"));
  }

  /**
   * Looks the categories of {@code events} up in {@code references}, on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Categorized<E>> applyTo(
      DataStream<E> events, DataStream<R> references, String uid) {
    return applyTo(events, references, uid, CacheSettings.defaults());
  }

  /** As {@link #applyTo(DataStream, DataStream, String)}, with a cache of another size. */
  public SingleOutputStreamOperator<Categorized<E>> applyTo(
      DataStream<E> events, DataStream<R> references, String uid, CacheSettings cache) {
    Require.given(references, NAME, "references");
    SingleOutputStreamOperator<Categorized<E>> found =
        Hosts.withNullKeys(
            Require.given(events, NAME, "events"),
            itemOf,
            itemType,
            nullKeys,
            NAME,
            uid,
            keyed ->
                Hosts.apply(
                    keyed,
                    references.keyBy(referenceItem, itemType),
                    logic,
                    uid,
                    Require.given(cache, NAME, "cache")));
    SingleOutputStreamOperator<Categorized<E>> delayed =
        Hosts.delayed(found, Categorized::atMillis, waitMillis, uid + "-time");
    return new OperatorStream<>(
        new OperatorStream<>(new OperatorStream<>(delayed, found, misses), found, withoutTimestamp),
        found,
        nullKeys);
  }

  /** Returns the type of the results, for {@link UserProfiler#on(TypeInformation)}. */
  public TypeInformation<Categorized<E>> outputType() {
    return Categorized.type(event);
  }

  /** Returns the side output of events whose category did not come in time. */
  public OutputTag<E> misses() {
    return misses;
  }

  /** Returns the side output of events that carry no timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  /** Returns the side output of events without an item. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  /** Returns what it does to one item, for running it in a host of your own. */
  public ControlledLogic<I, E, R, ?, Categorized<E>> logic() {
    return logic;
  }

  /**
   * Asks for the item.
   *
   * @param <E> the event
   */
  public static final class NeedsItem<E> {
    private final TypeInformation<E> event;

    private NeedsItem(TypeInformation<E> event) {
      this.event = event;
    }

    /** Says which item an event is about; its {@code hashCode} must be stable. */
    public <I> NeedsReference<E, I> itemBy(KeySelector<E, I> item, Class<I> type) {
      return itemBy(item, TypeInformation.of(Require.given(type, NAME, "itemBy")));
    }

    /** As {@link #itemBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <I> NeedsReference<E, I> itemBy(KeySelector<E, I> item, TypeInformation<I> type) {
      return new NeedsReference<>(
          event, Require.serializable(item, NAME, "itemBy"), Require.given(type, NAME, "itemBy"));
    }
  }

  /**
   * Asks what a reference tells.
   *
   * @param <E> the event
   * @param <I> the item
   */
  public static final class NeedsReference<E, I> {
    private final TypeInformation<E> event;
    private final KeySelector<E, I> itemOf;
    private final TypeInformation<I> itemType;

    private NeedsReference(
        TypeInformation<E> event, KeySelector<E, I> itemOf, TypeInformation<I> itemType) {
      this.event = event;
      this.itemOf = itemOf;
      this.itemType = itemType;
    }

    /**
     * Says which item a reference is about, never null, and the category it tells; null: the item
     * has none any more, and its events wait.
     */
    public <R> Builder<E, I, R> from(KeySelector<R, I> item, KeySelector<R, String> category) {
      return new Builder<>(
          event,
          itemOf,
          itemType,
          Require.serializable(item, NAME, "from"),
          Require.serializable(category, NAME, "from"));
    }
  }

  /**
   * The bounds: {@link #waitAtMost} and {@link #keepFor} are required.
   *
   * @param <E> the event
   * @param <I> the item
   * @param <R> the reference
   */
  public static final class Builder<E, I, R> {
    private final TypeInformation<E> event;
    private final KeySelector<E, I> itemOf;
    private final TypeInformation<I> itemType;
    private final KeySelector<R, I> referenceItem;
    private final KeySelector<R, String> categoryOf;
    private long waitMillis = -1;
    private long keepMillis = -1;
    private int maxWaiting = 100;

    private Builder(
        TypeInformation<E> event,
        KeySelector<E, I> itemOf,
        TypeInformation<I> itemType,
        KeySelector<R, I> referenceItem,
        KeySelector<R, String> categoryOf) {
      this.event = event;
      this.itemOf = itemOf;
      this.itemType = itemType;
      this.referenceItem = referenceItem;
      this.categoryOf = categoryOf;
    }

    /** Lets an event wait until the watermark is {@code time} past it. Required. */
    public Builder<E, I, R> waitAtMost(Duration time) {
      waitMillis = Require.nonNegativeMillis(time, NAME, "waitAtMost");
      return this;
    }

    /** Forgets an item for which neither event nor reference came for {@code time}. Required. */
    public Builder<E, I, R> keepFor(Duration time) {
      keepMillis = Require.positiveMillis(time, NAME, "keepFor");
      return this;
    }

    /** Lets {@code events} of an item wait, 1 to 100,000; 100 by default. */
    public Builder<E, I, R> maxWaiting(int events) {
      maxWaiting = (int) Require.inRange(events, 1, 100_000, NAME, "maxWaiting");
      return this;
    }

    /**
     * Returns the lookup.
     *
     * @throws IllegalArgumentException if a bound is missing
     */
    public CategoryLookup<E, I, R> build() {
      if (waitMillis < 0 || keepMillis < 0) {
        throw Require.wrong(
            NAME,
            waitMillis < 0 ? "waitAtMost" : "keepFor",
            "nothing",
            "was given, but it bounds state",
            "pass a duration");
      }
      return new CategoryLookup<>(this);
    }
  }
}
