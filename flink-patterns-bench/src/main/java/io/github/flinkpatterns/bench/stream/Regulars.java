// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Visits of users who stay, at random, one a millisecond of event time and in order; all of them
 * are there from the start.
 *
 * <p>The first {@code users} events are one of each user, at such times as their last visits would
 * have after a long while: the ages are those of an exponential law whose mean is {@code users}
 * milliseconds. So ten million users take ten million events to be as they would be after some
 * thirty million at random.
 *
 * @param users how many there are
 * @param names the names made so far
 */
public record Regulars(int users, Names names) implements Workload<Visit> {

  /** Coprime to every number of users that is not a multiple of it; spreads them. */
  private static final long STEP = 2_147_483_647;

  /** Creates the stream. */
  public Regulars(int users) {
    this(users, new Names("user-", users));
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
    int user = index < users ? (int) (index * STEP % users) : random.nextInt(users);
    return new StreamRecord<>(new Visit(names.get(user), random.nextInt(10_000)), watermark(index));
  }

  @Override
  public long watermark(long index) {
    // The oldest of n is about n ln(n) old; no time is below 0.
    long now = 10_000 + (long) (users * (1 + Math.log(users)));
    return index < users
        ? now + (long) (users * Math.log((index + .5) / users))
        : now + index - users;
  }
}
