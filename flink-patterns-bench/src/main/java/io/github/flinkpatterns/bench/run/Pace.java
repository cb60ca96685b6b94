// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

/**
 * How long a run is, and how often it has watermarks and barriers.
 *
 * @param chunk events that one variant takes before the next has its turn
 * @param warmUp chunks that are not measured
 * @param rounds chunks that are measured
 * @param eventsPerWatermark events from one watermark to the next
 * @param eventsPerBarrier events from one checkpoint barrier to the next
 */
public record Pace(
    int chunk, int warmUp, int rounds, int eventsPerWatermark, int eventsPerBarrier) {

  /** Returns a pace with a watermark every 200 events and a barrier at the end of every chunk. */
  public static Pace of(int chunk, int warmUp, int rounds) {
    return new Pace(chunk, warmUp, rounds, 200, chunk);
  }

  /** Returns this pace with another number of measured chunks, or this one if it is 0. */
  public Pace withRounds(int other) {
    return other == 0 ? this : new Pace(chunk, warmUp, other, eventsPerWatermark, eventsPerBarrier);
  }
}
