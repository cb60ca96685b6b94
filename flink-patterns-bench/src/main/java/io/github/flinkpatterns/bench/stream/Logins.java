// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Logins of users at random, one a millisecond of event time, up to 2 s out of order; six of ten
 * fail.
 *
 * @param users how many there are
 * @param names the names made so far
 */
public record Logins(int users, Names names) implements Workload<Login> {

  /** Creates the stream. */
  public Logins(int users) {
    this(users, new Names("user-", users));
  }

  @Override
  public TypeInformation<Login> type() {
    return TypeInformation.of(Login.class);
  }

  @Override
  public String key(Login event) {
    return event.user();
  }

  @Override
  public StreamRecord<Login> event(long index) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
    String user = names.get(random.nextInt(users));
    long time = 10_000 + index - random.nextInt(2_000);
    return new StreamRecord<>(new Login(user, time, random.nextInt(10) >= 6), time);
  }

  @Override
  public long watermark(long index) {
    return 10_000 + index - 2_000;
  }
}
