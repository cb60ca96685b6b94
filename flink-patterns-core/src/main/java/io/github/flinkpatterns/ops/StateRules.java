// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.WARNING;

import io.github.flinkpatterns.ops.PlannedOperator.PlannedState;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.configuration.Configuration;

/** What the states that a function asks for show: retention, and whether anything ends them. */
final class StateRules {

  private StateRules() {}

  static void check(PlannedOperator operator, Configuration settings, List<Finding> into) {
    boolean rocksDb = SettingRules.backend(settings).equals("rocksdb");
    boolean incremental = SettingRules.isIncremental(settings);
    for (PlannedState state : operator.states()) {
      String place = operator.place() + ", state '" + state.name() + "'";
      StateTtlConfig ttl = state.retention();
      if (!ttl.isEnabled()) {
        if (state.keyed() && operator.key() != null && !operator.clearsByTimer()) {
          into.add(
              new Finding(
                  WARNING,
                  "unbounded-state",
                  place,
                  "it has no time-to-live and the function no timer, so the state of a key that does"
                      + " not come back stays for ever",
                  "Add StateRetention.afterWrite(...), or clear it by a timer"));
        }
        continue;
      }
      StateTtlConfig.CleanupStrategies strategies = ttl.getCleanupStrategies();
      boolean cleaned =
          rocksDb
              ? strategies.inRocksdbCompactFilter()
              : strategies.getIncrementalCleanupStrategy() != null;
      if (!cleaned) {
        into.add(
            new Finding(
                WARNING,
                "retention-without-clean-up",
                place,
                "no clean-up of its time-to-live works on the "
                    + SettingRules.backend(settings)
                    + " backend, so what nobody reads again stays",
                rocksDb
                    ? "Use cleanUpInCompaction(1000) of StateRetention"
                    : "Use cleanUpIncrementally(10, false) of StateRetention"));
      }
      if (strategies.inFullSnapshot() && rocksDb && incremental) {
        into.add(
            new Finding(
                WARNING,
                "retention-in-full-snapshot",
                place,
                "it is to be cleaned in full snapshots, and incremental checkpoints are none",
                "Use cleanUpInCompaction(1000) of StateRetention"));
      }
    }
  }
}
