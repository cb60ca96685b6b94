// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Payments with 36-character ids, one a millisecond of event time, some of them redeliveries.
 *
 * @param percentAgain how many of a hundred are redeliveries
 * @param back how many events back the first delivery lies at most
 */
public record Payments(int percentAgain, int back) implements Workload<Payment> {

  @Override
  public TypeInformation<Payment> type() {
    return TypeInformation.of(Payment.class);
  }

  @Override
  public String key(Payment event) {
    return event.id();
  }

  @Override
  public StreamRecord<Payment> event(long index) {
    SplittableRandom random = new SplittableRandom(index);
    boolean again = index > back && random.nextInt(100) < percentAgain;
    long original = again ? index - 1 - random.nextInt(back) : index;
    SplittableRandom id = new SplittableRandom(~original);
    return new StreamRecord<>(
        new Payment(new UUID(id.nextLong(), id.nextLong()).toString(), index), 10_000 + original);
  }

  @Override
  public long watermark(long index) {
    return 10_000 + index - back - 1;
  }
}
