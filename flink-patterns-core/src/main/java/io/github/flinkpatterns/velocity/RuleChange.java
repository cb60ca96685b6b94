// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What became of a {@link RuleUpdate}.
 *
 * @param ruleId the rule
 * @param ruleVersion the version that the update gave or changed; 0 if there is none
 * @param outcome accepted, rejected or not for this detector
 * @param fromMillis the moment from which it is in force
 * @param completeFromMillis the moment from which the rule's window lies wholly in what is kept;
 *     alerts before it are marked as warming up. {@link Long#MIN_VALUE}: always
 * @param message why, in one sentence; empty if there is nothing to say
 */
public record RuleChange(
    String ruleId,
    int ruleVersion,
    Outcome outcome,
    long fromMillis,
    long completeFromMillis,
    String message) {

  /** What became of it. */
  public enum Outcome {
    /** It is in force, or will be. */
    ACCEPTED,
    /** It is wrong; the rules are as before. */
    REJECTED,
    /** Its rule is of another key; some other detector will take it. */
    NOT_OF_THIS_KEY
  }

  /** Returns the type. */
  public static TypeInformation<RuleChange> type() {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("ruleId", Types.STRING);
    fields.put("ruleVersion", Types.INT);
    fields.put("outcome", Types.ENUM(Outcome.class));
    fields.put("fromMillis", Types.LONG);
    fields.put("completeFromMillis", Types.LONG);
    fields.put("message", Types.STRING);
    return Types.POJO(RuleChange.class, fields);
  }
}
