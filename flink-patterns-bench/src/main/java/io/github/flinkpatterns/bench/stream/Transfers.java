// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Transfers of customers at random, one a millisecond of event time, in order; 0 to 9,999 cents.
 *
 * @param customers how many there are
 * @param names the names made so far
 */
public record Transfers(int customers, Names names) implements Workload<Transfer> {

  /** The mean of a transfer. */
  public static final int MEAN_CENTS = 5_000;

  /** Creates the stream. */
  public Transfers(int customers) {
    this(customers, new Names("customer-", customers));
  }

  @Override
  public TypeInformation<Transfer> type() {
    return TypeInformation.of(Transfer.class);
  }

  @Override
  public String key(Transfer event) {
    return event.customer();
  }

  @Override
  public StreamRecord<Transfer> event(long index) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
    String customer = names.get(random.nextInt(customers));
    return new StreamRecord<>(
        new Transfer(index, customer, random.nextInt(2 * MEAN_CENTS)), 10_000 + index);
  }

  @Override
  public long watermark(long index) {
    return 10_000 + index;
  }
}
