// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import org.apache.flink.api.common.functions.AggregateFunction;

/** What happens in these tests. */
public record Hit(String key, String page, long at) {

  /** Counts hits. */
  public static final class Counting implements AggregateFunction<Hit, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Hit hit, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }
}
