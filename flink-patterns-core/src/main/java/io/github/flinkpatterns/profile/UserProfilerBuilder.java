// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static io.github.flinkpatterns.profile.UserProfiler.NAME;

import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.profile.ProfileSettings.Emission;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * The options of a {@link UserProfiler}, all of which have a default: every event weighs 1, the top
 * 10 of 100 categories, no features, event-time order, a profile at every change, no lateness.
 *
 * @param <E> the event
 * @param <K> the user's key
 */
public final class UserProfilerBuilder<E, K> {

  /** How many types of events are counted by name. */
  public static final int MAX_TYPES = 64;

  /** Under this name all further types are counted. */
  public static final String OTHER_TYPES = "(other)";

  /** How many features a profiler may have. */
  public static final int MAX_FEATURES = 63;

  private final KeySelector<E, K> key;
  private final TypeInformation<K> keyType;
  private final ProfileSettings<E> settings;

  UserProfilerBuilder(
      KeySelector<E, K> key, TypeInformation<K> keyType, ProfileSettings<E> settings) {
    this.key = key;
    this.keyType = keyType;
    this.settings = settings;
  }

  /**
   * Counts events by type and weighs them by it. Events whose type is null or has no weight change
   * no interest.
   *
   * <p>The first {@value #MAX_TYPES} types of a user are counted by name, the others together as
   * {@value #OTHER_TYPES}.
   */
  public UserProfilerBuilder<E, K> weightedBy(KeySelector<E, String> type, EventWeights weights) {
    settings.type = Require.serializable(type, NAME, "weightedBy");
    settings.weights = Require.given(weights, NAME, "weightedBy");
    return this;
  }

  /** As {@link #weightedBy}, every event with a category weighing 1, whatever its type. */
  public UserProfilerBuilder<E, K> countedBy(KeySelector<E, String> type) {
    settings.type = Require.serializable(type, NAME, "countedBy");
    settings.weights = null;
    return this;
  }

  /**
   * Puts the {@code interests} highest interests into a profile.
   *
   * @param interests from 1 to 10,000; 10 by default
   */
  public UserProfilerBuilder<E, K> top(int interests) {
    settings.top = (int) Require.inRange(interests, 1, 10_000, NAME, "top");
    return this;
  }

  /**
   * Keeps {@code categories} categories of a user; one that comes when there are as many takes the
   * place of the lowest, and has an {@link Interest#error} from then on.
   *
   * <p>The error of a decayed sum is at most the sum of all decayed weights over {@code
   * categories}, and every category above that bound is kept.
   *
   * @param categories from 1 to 10,000, at least {@link #top}; 100 by default
   */
  public UserProfilerBuilder<E, K> maxCategories(int categories) {
    settings.maxCategories = (int) Require.inRange(categories, 1, 10_000, NAME, "maxCategories");
    return this;
  }

  /**
   * Adds a number to the profile. Features can be added, dropped and reordered across a savepoint;
   * one of the same name and kind goes on.
   *
   * @param name not given before
   * @throws IllegalArgumentException if the name was given, or there are {@value #MAX_FEATURES}
   */
  public UserProfilerBuilder<E, K> feature(String name, Feature<E> feature) {
    Require.given(feature, NAME, "feature");
    if (settings.featureNames.contains(Require.given(name, NAME, "feature"))) {
      throw Require.wrong(
          NAME, "feature", "'" + name + "'", "was already given", "choose another name");
    }
    Require.inRange(settings.features.size() + 1, 1, MAX_FEATURES, NAME, "number of features");
    settings.featureNames.add(name);
    settings.features.add(feature);
    return this;
  }

  /**
   * Sends the profile whenever events changed it: once for all events of one timestamp in
   * event-time order, once for each event in order of arrival. The default.
   */
  public UserProfilerBuilder<E, K> emitOnChange() {
    settings.emission = Emission.ON_CHANGE;
    return this;
  }

  /**
   * Sends a profile that changed at the end of each {@code cadence}, in event time, aligned to the
   * epoch, and before it is forgotten.
   *
   * <p>In numbers, cadence 10: events at 3, 9 and 10 give a profile of two events as of 9, and one
   * of three as of 19.
   */
  public UserProfilerBuilder<E, K> emitEvery(Duration cadence) {
    settings.cadenceMillis = Require.positiveMillis(cadence, NAME, "emitEvery");
    settings.emission = Emission.EVERY;
    return this;
  }

  /**
   * Sends the profile when the score of the category of an event differs by {@code change} or more
   * from what it was when the profile was last sent; 0 before that.
   *
   * @param change above 0
   */
  public UserProfilerBuilder<E, K> emitWhenScoreMovesBy(double change) {
    if (!(change > 0)) {
      throw Require.wrong(
          NAME, "emitWhenScoreMovesBy", change, "must be above 0", "pass a positive number");
    }
    settings.threshold = change;
    settings.emission = Emission.ON_MOVE;
    return this;
  }

  /**
   * Takes an event in when the watermark reaches it, so that results do not depend on the order of
   * arrival at all; the default. State holds what waits, up to {@code maxWaiting(1,000)}.
   */
  public UserProfilerBuilder<E, K> inEventTimeOrder() {
    settings.eventTime = true;
    return this;
  }

  /**
   * Takes an event in at once. Counts, features and decayed scores then come to the same, but for
   * the last bits, in any order of arrival; which profiles leave on the way, moving averages and
   * what is dropped beyond {@code maxCategories} do not.
   */
  public UserProfilerBuilder<E, K> inArrivalOrder() {
    settings.eventTime = false;
    return this;
  }

  /**
   * Lets {@code events} of a user wait for the watermark. If one more comes, the earliest is taken
   * in before its time and counted as {@code early}; about 60 bytes of state for each.
   *
   * @param events from 1 to 1,000,000; 1,000 by default
   */
  public UserProfilerBuilder<E, K> maxWaiting(int events) {
    settings.maxWaiting = (int) Require.inRange(events, 1, 1_000_000, NAME, "maxWaiting");
    return this;
  }

  /**
   * Takes events in that are up to {@code lateness} behind the watermark; {@link Duration#ZERO} by
   * default. Not for moving averages in event-time order, where an event that comes later has lost
   * its place.
   */
  public UserProfilerBuilder<E, K> allowedLateness(Duration lateness) {
    settings.latenessMillis = Require.nonNegativeMillis(lateness, NAME, "allowedLateness");
    return this;
  }

  /**
   * Returns the profiler; what this builder is told later does not change it.
   *
   * @throws IllegalArgumentException if options contradict each other
   */
  public UserProfiler<E, K> build() {
    if (settings.top > settings.maxCategories) {
      throw Require.wrong(
          NAME,
          "top",
          settings.top,
          "is more than maxCategories, which is " + settings.maxCategories,
          "raise maxCategories");
    }
    if (settings.latenessMillis > 0
        && settings.eventTime
        && settings.interests instanceof Interests.MovingAverage) {
      throw Require.wrong(
          NAME,
          "allowedLateness",
          Duration.ofMillis(settings.latenessMillis),
          "cannot be used with moving averages in event-time order",
          "let the watermark run that much later, or use a half-life or inArrivalOrder()");
    }
    return new UserProfiler<>(key, keyType, new ProfileSettings<>(settings));
  }
}
