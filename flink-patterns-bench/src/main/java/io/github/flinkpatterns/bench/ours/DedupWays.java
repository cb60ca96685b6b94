// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.ours;

import io.github.flinkpatterns.bench.rival.ValueStateWithTtl;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Payment;
import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;

/** Deduplication of payments by id. */
public final class DedupWays {

  /** The name of the mode with pages of ids. */
  public static final String COMPACT = "Deduplicator, compact, fast host";

  /** The name of the mode with one value an id. */
  public static final String EXACT = "Deduplicator, one value an id, fast host";

  /** The name of the value state with time-to-live. */
  public static final String TTL = "ValueState with TTL";

  /** How long an id is remembered. */
  public static final Duration HORIZON = Duration.ofHours(1);

  private DedupWays() {}

  /** Returns the mode with pages of ids, for so many live ones. */
  public static Way<Payment, Payment> compact(int ids) {
    var spec =
        Deduplicator.on(Payment.class)
            .keyedBy(Payment::id, String.class)
            .within(HORIZON)
            .compact(ids)
            .build();
    return Way.of(
        COMPACT,
        payments -> spec.applyTo(payments, "dedup", CacheSettings.defaults()),
        Payment::amount);
  }

  /** Returns the mode with one value an id. */
  public static Way<Payment, Payment> exact() {
    var spec =
        Deduplicator.on(Payment.class).keyedBy(Payment::id, String.class).within(HORIZON).build();
    return Way.of(
        EXACT,
        payments -> spec.applyTo(payments, "dedup", CacheSettings.defaults()),
        Payment::amount);
  }

  /** Returns the value state with time-to-live. */
  public static Way<Payment, Payment> ttl() {
    return new ValueStateWithTtl(HORIZON);
  }
}
