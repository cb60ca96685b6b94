// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What users at random do in categories at random, in order.
 *
 * @param users how many there are
 * @param categories how many there are
 * @param userNames the names made so far
 * @param categoryNames the names made so far
 */
public record Acts(int users, int categories, Names userNames, Names categoryNames)
    implements Workload<Act> {

  private static final List<String> TYPES = List.of("view", "click", "like", "purchase");

  /** Creates the stream. */
  public Acts(int users, int categories) {
    this(users, categories, new Names("user-", users), new Names("category-", categories));
  }

  @Override
  public TypeInformation<Act> type() {
    return TypeInformation.of(Act.class);
  }

  @Override
  public String key(Act event) {
    return event.user();
  }

  @Override
  public StreamRecord<Act> event(long index) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
    return new StreamRecord<>(
        new Act(
            userNames.get(random.nextInt(users)),
            categoryNames.get(random.nextInt(categories)),
            TYPES.get(random.nextInt(TYPES.size()))),
        10_000 + index);
  }

  @Override
  public long watermark(long index) {
    return index;
  }
}
