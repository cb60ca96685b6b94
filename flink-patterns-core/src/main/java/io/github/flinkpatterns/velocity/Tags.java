// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The outputs of a detector. */
record Tags<K, IN>(
    TypeInformation<Alert<K>> alertType,
    OutputTag<IN> late,
    OutputTag<IN> withoutTimestamp,
    OutputTag<MissingField<K>> missing,
    OutputTag<RuleStatistics> statistics,
    OutputTag<RuleChange> ruleChanges)
    implements Serializable {

  static <K, IN> Tags<K, IN> of(TypeInformation<K> key, TypeInformation<IN> event) {
    return new Tags<>(
        Alert.typeOf(key),
        new OutputTag<>("velocity-late", event),
        new OutputTag<>("velocity-without-timestamp", event),
        new OutputTag<>("velocity-missing-field", MissingField.typeOf(key)),
        new OutputTag<>("velocity-statistics", RuleStatistics.type()),
        new OutputTag<>("velocity-rule-changes", RuleChange.type()));
  }
}
