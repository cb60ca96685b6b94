// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import org.apache.flink.util.OutputTag;

/** The side outputs and counters that every pattern has. */
final class PatternTags {

  static final String MATCHES = "matches";
  static final String TIMEOUTS = "timeouts";
  static final String LATE = "late";
  static final String WITHOUT_TIMESTAMP = "withoutTimestamp";

  private PatternTags() {}

  static <K, IN> OutputTag<PatternTimeout<K, IN>> timedOut(PatternInput<K, IN> input) {
    return new OutputTag<>("pattern-timed-out", PatternTimeout.type(input.key(), input.event()));
  }

  static <IN> OutputTag<IN> late(PatternInput<?, IN> input) {
    return new OutputTag<>("pattern-late", input.event());
  }

  static <IN> OutputTag<IN> withoutTimestamp(PatternInput<?, IN> input) {
    return new OutputTag<>("pattern-without-timestamp", input.event());
  }

  static <IN> OutputTag<IN> nullKeys(PatternInput<?, IN> input) {
    return new OutputTag<>("pattern-null-keys", input.event());
  }
}
