// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.generate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Simulates visitors: visits begin at random, each with its planned events, and the events arrive
 * with a delay, so out of order, some of them twice, and some lines damaged. The same seed gives
 * the same lines on every machine.
 */
public abstract class VisitGenerator implements Iterator<Delivery> {

  /** No event is delayed by more, so that none is late with the jobs' default of 60 seconds. */
  public static final long MAX_DELAY_MILLIS = 45_000;

  /** The time of the first visit: 2026-01-01T00:00:00Z. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  /** The source of chance; subclasses draw from it in a fixed order. */
  protected final Random random;

  private final long lines;
  private final double visitEveryMillis;
  private final PriorityQueue<Deque<Step>> visits =
      new PriorityQueue<>(Comparator.comparing(visit -> visit.getFirst().timestampMillis()));
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::atMillis).thenComparingLong(Arrival::number));
  private double nextVisitMillis = START_MILLIS;
  private long delivered;
  private long arrivalNumber;

  /**
   * A planned event.
   *
   * @param timestampMillis when it happens
   * @param key whose it is
   * @param line how it reads
   */
  public record Step(long timestampMillis, String key, String line) {}

  private record Arrival(long atMillis, long number, Delivery delivery) {}

  /**
   * Prepares a generator.
   *
   * @param lines how many lines to deliver
   * @param seed the seed of everything that is random
   * @param visitEveryMillis the mean time between the starts of two visits
   */
  protected VisitGenerator(long lines, long seed, double visitEveryMillis) {
    this.lines = lines;
    this.random = new Random(seed);
    this.visitEveryMillis = visitEveryMillis;
  }

  /** Plans a visit that begins now: at least one event, in the order of their times. */
  protected abstract List<Step> plan(long nowMillis);

  /** Returns a damaged form of a line that no parser may accept. */
  protected abstract String damage(String line);

  /** Returns the share of events that arrive once more. */
  protected abstract double repeated();

  /** Returns how much later an event arrives for the second time, at most. */
  protected abstract long maxRepeatDelayMillis();

  /** Returns the share of events behind which a damaged line arrives. */
  protected abstract double malformed();

  /**
   * Returns a duration with the given mean, at least 1, as pauses between independent events are.
   */
  protected final long pause(double meanMillis) {
    return 1 + (long) (-meanMillis * StrictMath.log(1 - random.nextDouble()));
  }

  @Override
  public final boolean hasNext() {
    return delivered < lines;
  }

  @Override
  public final Delivery next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    // What arrives before the next event happens can no longer be overtaken.
    while (arrivals.isEmpty() || arrivals.element().atMillis() > nowMillis()) {
      happen();
    }
    delivered++;
    return arrivals.remove().delivery();
  }

  private long nowMillis() {
    long visit = (long) nextVisitMillis;
    return visits.isEmpty()
        ? visit
        : Math.min(visit, visits.element().getFirst().timestampMillis());
  }

  private void happen() {
    long now = nowMillis();
    if (now == (long) nextVisitMillis) {
      visits.add(new ArrayDeque<>(plan(now)));
      nextVisitMillis += pause(visitEveryMillis);
      return;
    }
    Deque<Step> visit = visits.remove();
    arrive(visit.removeFirst());
    if (!visit.isEmpty()) {
      visits.add(visit);
    }
  }

  private void arrive(Step step) {
    boolean slow = random.nextInt(4) == 0;
    long at = step.timestampMillis() + random.nextInt(slow ? (int) MAX_DELAY_MILLIS : 1_500);
    add(at, Delivery.Kind.FIRST, step);
    if (random.nextDouble() < repeated()) {
      long again = Math.max(1, (long) (random.nextDouble() * maxRepeatDelayMillis()));
      add(at + again, Delivery.Kind.REPEATED, step);
    }
    if (random.nextDouble() < malformed()) {
      Step damaged = new Step(step.timestampMillis(), step.key(), damage(step.line()));
      add(at, Delivery.Kind.MALFORMED, damaged);
    }
  }

  private void add(long atMillis, Delivery.Kind kind, Step step) {
    Delivery delivery = new Delivery(kind, step.key(), step.timestampMillis(), step.line());
    arrivals.add(new Arrival(atMillis, arrivalNumber++, delivery));
  }
}
