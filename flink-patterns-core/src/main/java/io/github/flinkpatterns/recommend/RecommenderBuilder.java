// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static io.github.flinkpatterns.recommend.ItemRecommender.NAME;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Configures an {@link ItemRecommender}. {@link #history}, {@link #neighbours} and {@link #seen}
 * must be given; each of them bounds state.
 *
 * @param <E> the event
 * @param <U> the user
 * @param <I> the item
 */
public final class RecommenderBuilder<E, U, I> {

  private static final int MAX = 10_000;

  private final TypeInformation<E> event;
  private final KeySelector<E, U> userOf;
  private final TypeInformation<U> userType;
  private final KeySelector<E, I> itemOf;
  private final TypeInformation<I> itemType;

  private int history;
  private int neighbours;
  private int seen;
  private int top = 10;
  private long halfLife;
  private long transitionHalfLife = Duration.ofDays(7).toMillis();
  private long fastHalfLife = Duration.ofHours(12).toMillis();
  private long slowHalfLife = Duration.ofDays(2).toMillis();
  private double gapExponent = 1;
  private double rankExponent = 1;
  private boolean revisits;
  private boolean evaluate;
  private boolean wholeCounts;
  private long forgetAfter = Duration.ofDays(90).toMillis();
  private int shards = 1;
  private int calibrateEvery = 1;
  private int combine;
  private EventWeight<E> weightOf = e -> 1;
  private @Nullable KeySelector<E, String> segmentOf;

  RecommenderBuilder(
      TypeInformation<E> event,
      KeySelector<E, U> userOf,
      TypeInformation<U> userType,
      KeySelector<E, I> itemOf,
      TypeInformation<I> itemType) {
    this.event = event;
    this.userOf = userOf;
    this.userType = userType;
    this.itemOf = itemOf;
    this.itemType = itemType;
  }

  /** Keeps the latest {@code items} of a user, 2 to 10,000; 20 suffice. Required. */
  public RecommenderBuilder<E, U, I> history(int items) {
    history = (int) Require.inRange(items, 2, MAX, NAME, "history");
    return this;
  }

  /**
   * Keeps the strongest {@code items} beside an item, 1 to 10,000. Required. 50 suffice for clicks,
   * and for ratings with a half-life of days; undecayed dense ratings want 200.
   */
  public RecommenderBuilder<E, U, I> neighbours(int items) {
    neighbours = (int) Require.inRange(items, 1, MAX, NAME, "neighbours");
    return this;
  }

  /**
   * Never recommends the {@code items} that a user took last, 1 to 10,000. Required; 200 do for
   * most.
   */
  public RecommenderBuilder<E, U, I> seen(int items) {
    seen = (int) Require.inRange(items, 1, MAX, NAME, "seen");
    return this;
  }

  /** Recommends {@code items} at most, 1 to 30; 10 by default. */
  public RecommenderBuilder<E, U, I> top(int items) {
    top = (int) Require.inRange(items, 1, Settings.CANDIDATES, NAME, "top");
    return this;
  }

  /**
   * Lets co-occurrence count half after {@code duration}; by default it never fades. Days suit
   * catalogues that change, such as films and news.
   */
  public RecommenderBuilder<E, U, I> halfLife(Duration duration) {
    halfLife = Require.positiveMillis(duration, NAME, "halfLife");
    return this;
  }

  /** Lets what came right after an item count half after {@code duration}; 7 days by default. */
  public RecommenderBuilder<E, U, I> transitionHalfLife(Duration duration) {
    transitionHalfLife = Require.positiveMillis(duration, NAME, "transitionHalfLife");
    return this;
  }

  /**
   * Lets popularity count half after {@code fast} in one ranking and after {@code slow} in another;
   * 12 hours and 2 days by default. What is right is found by the calibration.
   */
  public RecommenderBuilder<E, U, I> popularityHalfLives(Duration fast, Duration slow) {
    fastHalfLife = Require.positiveMillis(fast, NAME, "fast popularityHalfLife");
    slowHalfLife = Require.positiveMillis(slow, NAME, "slow popularityHalfLife");
    return this;
  }

  /**
   * Lets two items that stand {@code gap} positions apart in a history count gap^-{@code exponent},
   * 0 to 4; 1 by default, 0 counts all alike.
   */
  public RecommenderBuilder<E, U, I> gapExponent(double exponent) {
    gapExponent = exponent(exponent, "gapExponent");
    return this;
  }

  /**
   * Lets the item at {@code rank} of the history, from 1, count rank^-{@code exponent} in a
   * recommendation, 0 to 4; 1 by default, 0 counts all alike.
   */
  public RecommenderBuilder<E, U, I> rankExponent(double exponent) {
    rankExponent = exponent(exponent, "rankExponent");
    return this;
  }

  private static double exponent(double exponent, String parameter) {
    if (!(exponent >= 0 && exponent <= 4)) {
      throw Require.wrong(NAME, parameter, exponent, "must be in 0..4", "pass such a number");
    }
    return exponent;
  }

  /**
   * Weighs events; by default each counts 1.
   *
   * <p>A pair of items counts the smaller of their weights. When a user does more with an item that
   * is still in the history, say buys (5) what was clicked (1), only the difference is learned: 4.
   */
  public RecommenderBuilder<E, U, I> weight(EventWeight<E> weight) {
    weightOf = Require.serializable(weight, NAME, "weight");
    return this;
  }

  /** Learns popularity and calibration apart for each segment, such as a country. */
  public RecommenderBuilder<E, U, I> segment(KeySelector<E, String> segment) {
    segmentOf = Require.serializable(segment, NAME, "segment");
    return this;
  }

  /** Allows items that the user took before, as for music or groceries; off by default. */
  public RecommenderBuilder<E, U, I> revisits() {
    revisits = true;
    return this;
  }

  /**
   * Counts pairs in whole numbers: all gaps alike, no decay, event weights whole. Then counts are
   * exact to 2^53 and do not depend on the order of arrival as long as no row is full.
   */
  public RecommenderBuilder<E, U, I> wholeCounts() {
    wholeCounts = true;
    gapExponent = 0;
    return this;
  }

  /**
   * Forgets users, items and segments to which nothing happens for {@code time}; 90 days by
   * default.
   */
  public RecommenderBuilder<E, U, I> forgetAfterInactivity(Duration time) {
    forgetAfter = Require.positiveMillis(time, NAME, "forgetAfterInactivity");
    return this;
  }

  /**
   * Splits the users over {@code shards} parts, 1 to 1,024, that learn popularity and calibration
   * each from its own users and fuse in parallel; 1 by default, which does for some 10,000
   * recommendations a second.
   */
  public RecommenderBuilder<E, U, I> shards(int shards) {
    this.shards = (int) Require.inRange(shards, 1, 1024, NAME, "shards");
    return this;
  }

  /**
   * Asks the rows for calibration at one of {@code events} events of a user, 1 to 1,000; 1 by
   * default. It saves messages where requests are answered; where every event is, it says nothing.
   */
  public RecommenderBuilder<E, U, I> calibrateEvery(int events) {
    calibrateEvery = (int) Require.inRange(events, 1, 1000, NAME, "calibrateEvery");
    return this;
  }

  /**
   * Combines updates of the same row before they are sent, up to {@code messages} of them, 1 to
   * 100,000; off by default. For requests, with {@link #calibrateEvery} above 1: where every event
   * is answered, each message asks, and cannot wait.
   *
   * <p>What is held leaves at each watermark and checkpoint barrier too. So rows learn a little
   * later, each popular one with fewer messages. Whole counts come to the same; decayed weights but
   * for the last bits, and a full row may evict another neighbour.
   */
  public RecommenderBuilder<E, U, I> combineUpdates(int messages) {
    combine = (int) Require.inRange(messages, 1, 100_000, NAME, "combineUpdates");
    return this;
  }

  /** Compares each event with what would have been recommended before it; see {@link Outcome}. */
  public RecommenderBuilder<E, U, I> evaluate() {
    evaluate = true;
    return this;
  }

  /**
   * Returns the recommender.
   *
   * @throws IllegalArgumentException if a bound is missing or options contradict each other
   */
  public ItemRecommender<E, U, I> build() {
    given(history, "history", 20);
    given(neighbours, "neighbours", 50);
    given(seen, "seen", 200);
    if (wholeCounts && (halfLife != 0 || gapExponent != 0)) {
      throw Require.wrong(
          NAME,
          halfLife != 0 ? "halfLife" : "gapExponent",
          halfLife != 0 ? halfLife + " ms" : gapExponent,
          "gives fractions, which wholeCounts() rules out",
          "drop one of them");
    }
    Settings settings =
        new Settings(
            history,
            neighbours,
            seen,
            top,
            halfLife,
            transitionHalfLife,
            fastHalfLife,
            slowHalfLife,
            gapExponent,
            rankExponent,
            revisits,
            evaluate,
            true,
            forgetAfter,
            shards,
            calibrateEvery,
            combine,
            wholeCounts);
    return new ItemRecommender<>(
        new Recipe<>(
            settings,
            userType,
            itemType,
            itemOf,
            weightOf,
            segmentOf,
            new OutputTag<>("withoutTimestamp", event)),
        userOf,
        new OutputTag<>("null-keys", event));
  }

  private static void given(int value, String parameter, int usual) {
    if (value == 0) {
      throw Require.wrong(
          NAME, parameter, "nothing", "was given, but it bounds state", "pass it, say " + usual);
    }
  }
}
