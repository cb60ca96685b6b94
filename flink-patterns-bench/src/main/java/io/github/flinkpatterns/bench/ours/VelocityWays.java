// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.ours;

import io.github.flinkpatterns.bench.rival.Limits;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Transfer;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.VelocityDetector;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;

/** Count and sum of transfers in a sliding window. */
public final class VelocityWays {

  /** The name of ours on the fast host. */
  public static final String FAST = "VelocityDetector, fast host";

  /** The name of ours on the function host. */
  public static final String PLAIN = "VelocityDetector, function host";

  /** The name of the scanned list. */
  public static final String SCAN = "ListState, scanned";

  private VelocityWays() {}

  /** Returns ours on the fast host. */
  public static Way<Transfer, Alert<String>> fast(String name, Limits limits) {
    var spec = spec(limits);
    return Way.of(
        name,
        transfers -> spec.applyTo(transfers, "velocity", CacheSettings.defaults()),
        VelocityWays::digest);
  }

  /** Returns ours on the function host. */
  public static Way<Transfer, Alert<String>> plain(Limits limits) {
    var spec = spec(limits);
    return Way.of(
        PLAIN,
        transfers -> transfers.keyBy(Transfer::customer, Types.STRING).process(spec.toFunction()),
        VelocityWays::digest);
  }

  private static VelocityDetector<Transfer, String> spec(Limits limits) {
    Duration length = Duration.ofMillis(limits.windowMillis());
    double mostEvents = limits.mostEvents();
    double mostCents = limits.mostCents();
    return VelocityDetector.on(Transfer.class)
        .keyedBy(Transfer::customer, String.class)
        .eventId(Transfer::id)
        .amount("cents", Transfer::cents)
        .decimals(0)
        .rule("count", r -> r.count().exceeds(mostEvents).within(length))
        .rule("sum", r -> r.sum("cents").exceeds(mostCents).within(length))
        .evidence(0)
        .maxEventsPerKey(2_000)
        .build();
  }

  private static long digest(Alert<String> alert) {
    return Limits.digest(alert.ruleId(), Long.parseLong(alert.eventId()), (long) alert.value());
  }
}
