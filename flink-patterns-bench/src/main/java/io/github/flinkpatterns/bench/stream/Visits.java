// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Visits of users who come and leave: one event a millisecond of event time; {@code slots} users at
 * a time at random, each of whom stays for {@code stay} events of the stream and is then replaced.
 *
 * <p>In numbers: 30,000 slots and a stay of 600,000 give a user an event every 30 s on average and
 * 20 in all.
 *
 * @param slots how many users are there at a time
 * @param stay for how many events of the stream a user stays; {@link #FOR_EVER} for no end
 * @param disorder by how many milliseconds at most an event is out of order
 * @param skew 0 for users that are all as busy, else the exponent of a Zipf law
 * @param names the names made so far
 */
public record Visits(int slots, long stay, int disorder, double skew, Names names)
    implements Workload<Visit> {

  /** The stay of users who are never replaced. */
  public static final long FOR_EVER = Long.MAX_VALUE / 2;

  private static final int GENERATIONS = 64;

  /** Returns visits of users that are all as busy. */
  public static Visits uniform(int slots, long stay, int disorder) {
    return new Visits(
        slots,
        stay,
        disorder,
        0,
        new Names("user-", stay == FOR_EVER ? slots : slots * GENERATIONS));
  }

  /** Returns visits of users who stay, of whom few make most visits; in order. */
  public static Visits zipf(int users, double skew) {
    return new Visits(users, FOR_EVER, 0, skew, new Names("user-", users));
  }

  @Override
  public TypeInformation<Visit> type() {
    return TypeInformation.of(Visit.class);
  }

  @Override
  public String key(Visit event) {
    return event.user();
  }

  @Override
  public StreamRecord<Visit> event(long index) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
    int slot = slot(random);
    int user = slot;
    if (stay != FOR_EVER) {
      // The slots change hands one after the other.
      int generation = (int) ((index + slot * (stay / slots)) / stay % GENERATIONS);
      user += generation * slots;
    }
    long time = 10_000 + index - (disorder == 0 ? 0 : random.nextInt(disorder));
    return new StreamRecord<>(new Visit(names.get(user), random.nextInt(10_000)), time);
  }

  private int slot(SplittableRandom random) {
    if (skew == 0) {
      return random.nextInt(slots);
    }
    // The continuous law of the same exponent, cut to whole ranks.
    double rest = 1 - skew;
    double u = random.nextDouble();
    double rank =
        Math.abs(rest) < 1e-9
            ? Math.exp(u * Math.log(slots + 1.0))
            : Math.pow(1 + u * (Math.pow(slots + 1.0, rest) - 1), 1 / rest);
    return Math.min(slots, (int) rank) - 1;
  }

  @Override
  public long watermark(long index) {
    return 10_000 + index - disorder;
  }
}
