// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * The events of these tests. {@code campaign} may be empty: it then says nothing.
 *
 * @param gapMillis what a gap function answers
 * @param sequence orders events of the same moment
 */
public record Visit(
    String user, long id, long gapMillis, boolean ends, String campaign, long sequence) {

  static Visit of(String user, long id) {
    return new Visit(user, id, 10, false, "", id);
  }

  String campaignOrNull() {
    return campaign.isEmpty() ? null : campaign;
  }

  /** What an aggregate keeps of a set of visits: enough to tell any two sets apart. */
  public static final class Tally {
    public long count;
    public long sum;
    public long mixed;

    @Override
    public String toString() {
      return count + "/" + sum + "/" + Long.toHexString(mixed);
    }
  }

  /** Changes its accumulator in place, as most users do. */
  public static final class Tallying implements AggregateFunction<Visit, Tally, String> {
    @Override
    public Tally createAccumulator() {
      return new Tally();
    }

    @Override
    public Tally add(Visit visit, Tally tally) {
      tally.count++;
      tally.sum += visit.id();
      tally.mixed += (visit.id() + 1) * (visit.id() + 1) * 0x9E3779B97F4A7C15L;
      return tally;
    }

    @Override
    public String getResult(Tally tally) {
      return tally.toString();
    }

    @Override
    public Tally merge(Tally a, Tally b) {
      a.count += b.count;
      a.sum += b.sum;
      a.mixed += b.mixed;
      return a;
    }
  }
}
