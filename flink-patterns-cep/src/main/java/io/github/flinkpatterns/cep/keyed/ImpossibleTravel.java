// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds two neighbouring events of a key that are too far apart for the time between them.
 *
 * <p>In numbers, faster than 900 km/h, from 100 km on: London (51.5, -0.1) at 10:00 and New York
 * (40.7, -74.0) at 13:00 match, since 5,573 km in 3 h are 1,858 km/h; at 17:00 they do not. Two
 * places at the same moment are infinitely fast.
 *
 * <p>The distance is that of the great circle on a sphere of the mean radius, 6,371.0088 km, which
 * is right within 0.6 %.
 *
 * <p><b>Window</b>: the two events lie less than it apart. <b>Contiguity</b>: strict among events
 * that have a place. <b>Skip strategy</b>: to the next; each event is compared with the one before,
 * so one strange place between two usual ones gives two matches. <b>Ties</b>: by {@code
 * breakTiesBy}, else by content. <b>Near miss</b>: none.
 *
 * <p><b>State</b> per key: the newest event with about 8 bytes beside it, and what the watermark
 * has not passed; for the length of the window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class ImpossibleTravel<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "ImpossibleTravel";

  private ImpossibleTravel(Logic<K, IN> logic) {
    super(
        logic,
        "to the next: each event is compared with the one before",
        "strict among events that have a place",
        "one event");
  }

  /** Begins the pattern over events of a class. */
  public static <IN> Keying<IN> on(Class<IN> event) {
    return on(PatternInput.typeOf(event, NAME, "on"));
  }

  /** Begins the pattern over events of a type. */
  public static <IN> Keying<IN> on(TypeInformation<IN> event) {
    return new Keying<>(event);
  }

  /**
   * Asks for the key.
   *
   * @param <IN> the event
   */
  public static final class Keying<IN> {

    private final TypeInformation<IN> event;

    private Keying(TypeInformation<IN> event) {
      this.event = event;
    }

    /** Sets the key, who travels. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, who travels. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Builds the pattern.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private @Nullable KeySelector<IN, Double> latitude;
    private @Nullable KeySelector<IN, Double> longitude;
    private double fasterThan;
    private double fromDistance;

    private Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /**
     * Sets degrees north, -90 to 90; an event with null or anything else has no place. Required.
     */
    public Builder<K, IN> latitude(KeySelector<IN, Double> degrees) {
      latitude = Require.serializable(degrees, NAME, "latitude");
      return this;
    }

    /**
     * Sets degrees east, -180 to 180; an event with null or anything else has no place. Required.
     */
    public Builder<K, IN> longitude(KeySelector<IN, Double> degrees) {
      longitude = Require.serializable(degrees, NAME, "longitude");
      return this;
    }

    /**
     * Sets the speed that is still possible, in km/h; required.
     *
     * @throws IllegalArgumentException if not above 0
     */
    public Builder<K, IN> fasterThan(double kilometresPerHour) {
      if (!(kilometresPerHour > 0)) {
        throw Require.wrong(
            NAME, "fasterThan", kilometresPerHour, "must be above 0", "pass a speed in km/h");
      }
      fasterThan = kilometresPerHour;
      return this;
    }

    /**
     * Sets the distance below which nothing is found, in km, since places have errors; 0 by
     * default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder<K, IN> fromDistance(double kilometres) {
      if (!(kilometres >= 0)) {
        throw Require.wrong(
            NAME, "fromDistance", kilometres, "must not be negative", "pass 0 km or more");
      }
      fromDistance = kilometres;
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code latitude}, {@code longitude}, {@code fasterThan}
     *     or {@code within} is missing
     */
    public ImpossibleTravel<K, IN> build() {
      KeySelector<IN, Double> north = required(latitude, "latitude", "it tells the place");
      KeySelector<IN, Double> east = required(longitude, "longitude", "it tells the place");
      required(fasterThan == 0 ? null : fasterThan, "fasterThan", "it says what is impossible");
      return new ImpossibleTravel<>(new Logic<>(setup(), north, east, fasterThan, fromDistance));
    }
  }

  private static final class Logic<K, IN> extends RunLogic<K, IN> {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final KeySelector<IN, Double> latitude;
    private final KeySelector<IN, Double> longitude;
    private final double maxSpeed;
    private final double minDistance;

    Logic(
        PatternSetup<K, IN> setup,
        KeySelector<IN, Double> latitude,
        KeySelector<IN, Double> longitude,
        double maxSpeed,
        double minDistance) {
      super(setup, event -> 0);
      this.latitude = latitude;
      this.longitude = longitude;
      this.maxSpeed = maxSpeed;
      this.minDistance = minDistance;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      Double north = latitude.getKey(event);
      Double east = longitude.getKey(event);
      // Comparisons with NaN are false.
      return north != null && east != null && Math.abs(north) <= 90 && Math.abs(east) <= 180;
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      if (!run.events.isEmpty()) {
        compare(run.first(), event, out);
      }
      run.reset();
      run.events.add(event);
    }

    private void compare(HeldEvent<IN> from, HeldEvent<IN> to, PatternOutputs<K, IN> out)
        throws Exception {
      double distance = kilometres(from.event(), to.event());
      long millis = to.timestampMillis() - from.timestampMillis();
      // Multiplied, not divided: two places at one moment are too fast for any speed.
      boolean tooFast = distance > maxSpeed * millis / MILLIS_PER_HOUR;
      if (tooFast && distance >= minDistance) {
        out.match(
            from.timestampMillis(),
            to.timestampMillis(),
            List.of(
                out.matched("from", "a place", from),
                out.matched("to", "too far for the time", to)),
            Words.number(distance)
                + " km in "
                + Words.span(millis)
                + ", faster than "
                + Words.number(maxSpeed)
                + " km/h");
      }
    }

    private double kilometres(IN from, IN to) throws Exception {
      return GreatCircle.kilometres(
          latitude.getKey(from), longitude.getKey(from), latitude.getKey(to), longitude.getKey(to));
    }

    @Override
    protected long deadline(Run<IN> run) {
      return windowEnd(run);
    }

    @Override
    protected void expire(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
      run.reset();
    }
  }
}
