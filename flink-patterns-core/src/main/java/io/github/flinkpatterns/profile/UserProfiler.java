// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Keeps a profile of each user, up to date with every event: interests by category, counts by type
 * of event, and named numbers.
 *
 * <pre>{@code
 * var profiler = UserProfiler.on(Action.class)
 *     .keyedBy(Action::user, String.class)
 *     .categoryBy(Action::category)
 *     .forgetAfterInactivity(Duration.ofDays(90))
 *     .interestsByMovingAverage(0.1)
 *     .weightedBy(Action::type, EventWeights.shopping())
 *     .build();
 * SingleOutputStreamOperator<Profile<String>> profiles = profiler.applyTo(actions, "profiles");
 * }</pre>
 *
 * <p><b>In numbers</b>: alpha 0.1, a user views shoes (weight 0.1) and then buys shoes (weight 1):
 * the interest is 0 + 0.1 * (0.1 - 0) = 0.01, then 0.01 + 0.1 * (1 - 0.01) = 0.109. With a
 * half-life of a day and the same events a day apart it is 0.1, then 0.5 * 0.1 + 1 = 1.05.
 *
 * <p><b>Guarantees.</b> In event-time order, the default, profiles depend on the events and their
 * timestamps alone: not on the order of arrival within the delay of the watermark, nor on
 * parallelism, restarts or host. Decay never overflows: scores are sums relative to a landmark that
 * moves on by itself (forward decay: Cormode, Shkapenyuk, Srivastava and Xu, 2009). A user without
 * events for the given time is forgotten, entirely, by the watermark.
 *
 * <p><b>Bounds.</b> Beyond {@code maxCategories} the lowest category is dropped, and scores carry
 * the error that this can have caused: for decayed sums by the SpaceSaving rule (Metwally, Agrawal
 * and El Abbadi, 2005), at most the total over {@code maxCategories}.
 *
 * <p><b>State per user</b>: about 14 bytes, 10 and the name for each category (18 once some were
 * dropped, 8 more with {@code emitWhenScoreMovesBy}), 3 and the name for each type, what each
 * {@link Feature} says, and in event-time order what waits. One timer.
 *
 * <p>The metric group {@code UserProfiler} counts {@code late}, {@code withoutTimestamp}, {@code
 * early}, {@code forgotten} and {@code nullKeys}.
 *
 * <p>Immutable and serializable.
 *
 * @param <E> the event
 * @param <K> the user's key
 */
public final class UserProfiler<E, K> implements Serializable {

  static final String NAME = "UserProfiler";

  private final KeySelector<E, K> key;
  private final TypeInformation<K> keyType;
  private final OutputTag<E> late;
  private final OutputTag<E> withoutTimestamp;
  private final OutputTag<E> nullKeys;
  private final ProfileLogic<K, E> logic;
  private final TypeInformation<E> event;

  UserProfiler(KeySelector<E, K> key, TypeInformation<K> keyType, ProfileSettings<E> settings) {
    this.key = key;
    this.keyType = keyType;
    this.event = settings.event;
    this.late = new OutputTag<>("profile-late", event);
    this.withoutTimestamp = new OutputTag<>("profile-without-timestamp", event);
    this.nullKeys = new OutputTag<>("profile-null-keys", event);
    this.logic = new ProfileLogic<>(settings, keyType, late, withoutTimestamp);
  }

  /** Begins a profiler of events of the class {@code event}. */
  public static <E> NeedsKey<E> on(Class<E> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <E> NeedsKey<E> on(TypeInformation<E> event) {
    return new NeedsKey<>(Require.given(event, NAME, "on"));
  }

  /**
   * Returns the plain Flink function, for {@code events.keyBy(...).process(...).uid(...)} with the
   * same key. Events without a key stop the job there; {@link #applyTo(DataStream, String)} sends
   * them aside.
   */
  public KeyedProcessFunction<K, E, Profile<K>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs it over {@code events} on the fast host, with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Profile<K>> applyTo(DataStream<E> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /**
   * Runs it over {@code events} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Profile<K>> applyTo(
      DataStream<E> events, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(events, NAME, "events"),
        key,
        keyType,
        nullKeys,
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, Require.given(cache, NAME, "cache")));
  }

  /**
   * Returns this profiler with a second input of commands, each of which erases a user.
   *
   * @param refuseFor how long events from before an erasure are refused; see {@link Erasable}
   */
  public Erasable<K, E, Profile<K>> erasable(Duration refuseFor) {
    return Erasable.of(logic, key, keyType, event, nullKeys, refuseFor);
  }

  /** Returns the side output of events that came too late. */
  public OutputTag<E> late() {
    return late;
  }

  /** Returns the side output of events that carry no timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  /** Returns the side output of events whose key is null, or whose key function throws. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  /** Returns what it does to one user, for running it in a host of your own. */
  public KeyedLogic<K, E, ?, Profile<K>> logic() {
    return logic;
  }

  /**
   * Asks for the key.
   *
   * @param <E> the event
   */
  public static final class NeedsKey<E> {

    private final TypeInformation<E> event;

    private NeedsKey(TypeInformation<E> event) {
      this.event = event;
    }

    /** Keeps a profile for each key that {@code key} gives; its {@code hashCode} must be stable. */
    public <K> NeedsCategory<E, K> keyedBy(KeySelector<E, K> key, Class<K> type) {
      return keyedBy(key, TypeInformation.of(Require.given(type, NAME, "keyedBy")));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> NeedsCategory<E, K> keyedBy(KeySelector<E, K> key, TypeInformation<K> type) {
      return new NeedsCategory<>(
          event, Require.serializable(key, NAME, "keyedBy"), Require.given(type, NAME, "keyedBy"));
    }
  }

  /**
   * Asks for the category.
   *
   * @param <E> the event
   * @param <K> the user's key
   */
  public static final class NeedsCategory<E, K> {

    private final TypeInformation<E> event;
    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;

    private NeedsCategory(
        TypeInformation<E> event, KeySelector<E, K> key, TypeInformation<K> keyType) {
      this.event = event;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Takes the category of an event from {@code category}; null: it has none and changes no
     * interest, as a login does.
     */
    public NeedsRetention<E, K> categoryBy(KeySelector<E, String> category) {
      return new NeedsRetention<>(this, Require.serializable(category, NAME, "categoryBy"));
    }
  }

  /**
   * Asks for how long to remember.
   *
   * @param <E> the event
   * @param <K> the user's key
   */
  public static final class NeedsRetention<E, K> {

    private final NeedsCategory<E, K> before;
    private final KeySelector<E, String> category;

    private NeedsRetention(NeedsCategory<E, K> before, KeySelector<E, String> category) {
      this.before = before;
      this.category = category;
    }

    /**
     * Forgets a user when no event came for longer than {@code inactivity}.
     *
     * @throws IllegalArgumentException if shorter than 1 ms
     */
    public NeedsInterests<E, K> forgetAfterInactivity(Duration inactivity) {
      return new NeedsInterests<>(
          this, Require.positiveMillis(inactivity, NAME, "forgetAfterInactivity"));
    }
  }

  /**
   * Asks for what an interest is.
   *
   * @param <E> the event
   * @param <K> the user's key
   */
  public static final class NeedsInterests<E, K> {

    private final NeedsRetention<E, K> before;
    private final long forgetMillis;

    private NeedsInterests(NeedsRetention<E, K> before, long forgetMillis) {
      this.before = before;
      this.forgetMillis = forgetMillis;
    }

    /**
     * Scores a category by the exponential moving average of its events' weights, from 0: {@code
     * score += alpha * (weight - score)}. Time plays no part; 0.1 is usual.
     *
     * @param alpha above 0, at most 1
     */
    public UserProfilerBuilder<E, K> interestsByMovingAverage(double alpha) {
      if (!(alpha > 0 && alpha <= 1)) {
        throw Require.wrong(
            NAME,
            "interestsByMovingAverage",
            alpha,
            "must be above 0 and at most 1",
            "pass such a number, 0.1 is usual");
      }
      return builder(new Interests.MovingAverage(alpha));
    }

    /**
     * Scores a category by the sum of its events' weights, each worth half after {@code halfLife},
     * a quarter after two.
     *
     * <p>Another half-life may be given across a savepoint: scores go on as of the latest event.
     *
     * @throws IllegalArgumentException if shorter than 1 ms
     */
    public UserProfilerBuilder<E, K> interestsWithHalfLife(Duration halfLife) {
      return builder(
          new Interests.Decayed(Require.positiveMillis(halfLife, NAME, "interestsWithHalfLife")));
    }

    private UserProfilerBuilder<E, K> builder(Interests interests) {
      NeedsCategory<E, K> first = before.before;
      return new UserProfilerBuilder<>(
          first.key,
          first.keyType,
          new ProfileSettings<>(first.event, before.category, forgetMillis, interests));
    }
  }
}
