// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What one version of a rule did for one key in one period. Sum them over keys with {@link #plus}.
 *
 * @param ruleId the rule
 * @param ruleVersion its version
 * @param mode its mode
 * @param periodStartMillis the start of the period, aligned to the epoch
 * @param evaluated events at which it was judged
 * @param fired alerts sent
 * @param suppressed alerts held back by the cool-down
 * @param missing events at which it could not be judged, for want of a field
 */
public record RuleStatistics(
    String ruleId,
    int ruleVersion,
    RuleMode mode,
    long periodStartMillis,
    long evaluated,
    long fired,
    long suppressed,
    long missing) {

  /** Returns the sum of both, with the rule, version, mode and period of this one. */
  public RuleStatistics plus(RuleStatistics other) {
    return new RuleStatistics(
        ruleId,
        ruleVersion,
        mode,
        periodStartMillis,
        evaluated + other.evaluated,
        fired + other.fired,
        suppressed + other.suppressed,
        missing + other.missing);
  }

  /** Returns the type. */
  public static TypeInformation<RuleStatistics> type() {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("ruleId", Types.STRING);
    fields.put("ruleVersion", Types.INT);
    fields.put("mode", Types.ENUM(RuleMode.class));
    fields.put("periodStartMillis", Types.LONG);
    fields.put("evaluated", Types.LONG);
    fields.put("fired", Types.LONG);
    fields.put("suppressed", Types.LONG);
    fields.put("missing", Types.LONG);
    return Types.POJO(RuleStatistics.class, fields);
  }
}
