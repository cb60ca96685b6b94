// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Deduplicator} in compact or approximate mode, where state is keyed by the
 * page of an id.
 *
 * @param <E> the event
 * @param <I> the id
 */
public final class PagedBuilder<E, I> {

  private static final int IDS_PER_PAGE = 1_024;

  // What a page writes beside its ids: version, size, base, sweep, slot and timer.
  private static final int PAGE_BYTES = 32;

  private final DeduplicatorBuilder<E, I> options;
  private final String mode;
  private final PagePlan plan;
  private final @Nullable FilterPlan filters;

  private PagedBuilder(
      DeduplicatorBuilder<E, I> options, String mode, PagePlan plan, @Nullable FilterPlan filters) {
    this.options = options;
    this.mode = mode;
    this.plan = plan;
    this.filters = filters;
    IdHash.requireHashable(options.idType, mode);
  }

  static <E, I> PagedBuilder<E, I> compact(DeduplicatorBuilder<E, I> options, long expectedIds) {
    return new PagedBuilder<>(options, "compact", plan(expectedIds, "compact", IDS_PER_PAGE), null);
  }

  static <E, I> PagedBuilder<E, I> approximate(
      DeduplicatorBuilder<E, I> options, long expectedIds, double falsePositiveRate) {
    if (!(falsePositiveRate >= 1e-6 && falsePositiveRate <= 0.1)) {
      throw DeduplicatorBuilder.clash(
          "approximate",
          falsePositiveRate,
          "must be a rate in 0.000001..0.1",
          "pass such a rate, or use compact for less");
    }
    PagePlan plan = plan(expectedIds, "approximate", FilterPlan.IDS_PER_PAGE);
    return new PagedBuilder<>(options, "approximate", plan, FilterPlan.of(plan, falsePositiveRate));
  }

  private static PagePlan plan(long expectedIds, String mode, int idsPerPage) {
    Require.inRange(expectedIds, 1, PagePlan.MAX_IDS, Deduplicator.NAME, mode);
    return PagePlan.of(expectedIds, idsPerPage);
  }

  /** As {@link DeduplicatorBuilder#emitDuplicates}. */
  public PagedBuilder<E, I> emitDuplicates() {
    options.emitDuplicates();
    return this;
  }

  /** As {@link DeduplicatorBuilder#allowedLateness}. */
  public PagedBuilder<E, I> allowedLateness(Duration lateness) {
    options.allowedLateness(lateness);
    return this;
  }

  /**
   * Returns the bytes of serialized state for the expected ids, over all parallel instances.
   *
   * <p>Compact: 8 per id and 32 per page of 1,024. Approximate, with n expected ids in pages of
   * 4,096 and a rate of p: a filter takes c = 512 + 4 * sqrt(512) ids in c * ln(9 / p) / ln(2)^2
   * bits and 20 bytes; a page has ten, of which eight cover the horizon, one is being filled and
   * one is ahead of the watermark. There are at least 128 pages.
   */
  public long plannedStateBytes() {
    return filters == null
        ? 8 * plan.expectedIds() + (long) PAGE_BYTES * plan.pages()
        : filters.stateBytes(plan);
  }

  /**
   * Returns the deduplicator.
   *
   * @throws IllegalArgumentException if an option that was given does not go with this mode
   */
  public Deduplicator<E, Integer> build() {
    if (!(options.horizon instanceof Horizon.Fixed fixed)) {
      throw unfit(options.horizon, "has a fixed horizon", "use within without a refresh");
    }
    if (options.choice != Choice.FIRST || options.copies != 1) {
      throw unfit(
          options.choice == Choice.FIRST ? "keepFirst(" + options.copies + ")" : options.choice,
          "keeps the first event",
          "use keepFirst()");
    }
    if (options.eventTime || options.ties != null) {
      throw unfit(
          options.eventTime ? "inEventTimeOrder" : "breakTiesBy",
          "takes events as they arrive",
          "use inArrivalOrder");
    }
    if (options.payload != null) {
      throw unfit("payloadBy", "remembers no payload", "drop payloadBy");
    }
    Outputs<E> outputs = new Outputs<>(options.type, options.emitDuplicates);
    long within = fixed.within();
    long lateness = options.latenessMillis;
    IdHash hash = new IdHash(plan.pages());
    KeyedLogic<Integer, E, ?, E> logic =
        filters == null
            ? new CompactLogic<>(options.id, hash, options.idType, plan, within, lateness, outputs)
            : new ApproximateLogic<>(
                options.id, hash, options.idType, plan, filters, within, lateness, outputs);
    return new Deduplicator<>(logic, new PageSelector<>(options.id, hash), Types.INT, outputs);
  }

  private IllegalArgumentException unfit(Object value, String rule, String remedy) {
    return DeduplicatorBuilder.clash(mode, value, "was set, but this mode " + rule, remedy);
  }
}
