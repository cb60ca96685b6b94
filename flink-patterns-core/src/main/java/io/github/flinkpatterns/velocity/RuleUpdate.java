// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * A change of one rule at run time. It touches no other rule.
 *
 * <p>It is in force for events from {@code fromMillis} of event time on. If it reaches the detector
 * before the watermark passes that moment, the alerts are the same in every run; later, the events
 * that were judged in the meantime stay judged by the old rule. Updates of one rule must come in
 * the order of their moments. In wall-clock use give {@code System.currentTimeMillis()}.
 *
 * @param action what to do
 * @param ruleId the rule
 * @param rule the rule to put, for {@link Action#PUT}
 * @param mode the mode to set, for {@link Action#SET_MODE}
 * @param fromMillis the moment of event time from which it is in force
 */
@TypeInfo(RuleUpdate.Factory.class)
public record RuleUpdate(
    Action action, String ruleId, @Nullable Rule rule, @Nullable RuleMode mode, long fromMillis) {

  /** What an update does. */
  public enum Action {
    /** Adds a rule, or puts a higher version in its place. */
    PUT,
    /** Sets the mode. */
    SET_MODE,
    /** Lets the rule forget every event and cool-down before the moment. */
    RESET,
    /** Removes the rule. */
    REMOVE
  }

  /** Adds {@code rule}, or puts a higher version in its place. */
  public static RuleUpdate put(Rule rule, long fromMillis) {
    return new RuleUpdate(Action.PUT, rule.id(), rule, null, fromMillis);
  }

  /** Makes the rule active, shadow or paused. */
  public static RuleUpdate setMode(String ruleId, RuleMode mode, long fromMillis) {
    return new RuleUpdate(Action.SET_MODE, ruleId, null, mode, fromMillis);
  }

  /** Lets the rule forget every event and cool-down before the moment. */
  public static RuleUpdate reset(String ruleId, long fromMillis) {
    return new RuleUpdate(Action.RESET, ruleId, null, null, fromMillis);
  }

  /** Removes the rule. */
  public static RuleUpdate remove(String ruleId, long fromMillis) {
    return new RuleUpdate(Action.REMOVE, ruleId, null, null, fromMillis);
  }

  /** Returns the type. */
  public static TypeInformation<RuleUpdate> type() {
    Map<String, TypeInformation<?>> rule = new HashMap<>();
    rule.put("id", Types.STRING);
    rule.put("version", Types.INT);
    rule.put("keyBy", Types.LIST(Types.STRING));
    rule.put("aggregate", Types.ENUM(Aggregate.class));
    rule.put("of", Types.LIST(Types.STRING));
    rule.put("windowMillis", Types.LONG);
    rule.put("op", Types.ENUM(Comparison.class));
    rule.put("threshold", Types.BIG_DEC);
    rule.put("severity", Types.ENUM(Severity.class));
    rule.put("mode", Types.ENUM(RuleMode.class));
    rule.put("where", Types.STRING);
    rule.put("when", Types.STRING);
    rule.put("minEvents", Types.INT);
    rule.put("cooldownMillis", Types.LONG);
    rule.put("bucketMillis", Types.LONG);
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("action", Types.ENUM(Action.class));
    fields.put("ruleId", Types.STRING);
    fields.put("rule", Types.POJO(Rule.class, rule));
    fields.put("mode", Types.ENUM(RuleMode.class));
    fields.put("fromMillis", Types.LONG);
    return Types.POJO(RuleUpdate.class, fields);
  }

  /** Gives Flink the type of a stream of updates. */
  public static final class Factory extends TypeInfoFactory<RuleUpdate> {
    @Override
    public TypeInformation<RuleUpdate> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return type();
    }
  }
}
