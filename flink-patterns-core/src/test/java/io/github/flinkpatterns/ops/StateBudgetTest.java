// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.dedup.Deduplicator;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class StateBudgetTest {

  private static StreamExecutionEnvironment job() {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    Deduplicator.on(Long.class)
        .keyedBy(n -> n, Long.class)
        .within(Duration.ofHours(1))
        .build()
        .applyTo(env.fromSequence(1, 9).uid("numbers"), "dedup")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return env;
  }

  @Test
  void aPlanThatFitsHasNoFinding() {
    StateBudget budget = StateBudget.atMostBytes(90_000_000).operator("dedup", 10_000_000, 9);
    assertThat(budget.plannedBytes()).isEqualTo(90_000_000);
    assertThat(budget.check(job()).findings()).isEmpty();
  }

  @Test
  void whatIsTooMuchMissingOrUnknownIsTold() {
    assertThat(
            StateBudget.atMostBytes(1 << 20)
                .operator("dedupe", 10_000_000, 9)
                .check(job())
                .findings())
        .extracting(Finding::code)
        .containsExactly("over-budget", "not-planned", "no-such-operator");
    StateBudget budget = StateBudget.atMostBytes(1).operator("dedup", 1, 1);
    assertThatThrownBy(() -> budget.operator("dedup", 2, 2))
        .hasMessage("StateBudget: parameter 'uid': dedup is planned twice; give one number for it");
    assertThatThrownBy(() -> budget.operator("x", 0, 2))
        .hasMessageContaining("StateBudget: parameter 'entries'");
  }

  @Test
  void theMeasuredBytesOfARunningJobAreHeldAgainstIt() throws IOException {
    CheckpointStatistics running = CheckpointDoctorTest.recorded("SKEWED_STATE");
    // 63 keys of 100 bytes and one of 3,000,000.
    assertThat(
            StateBudget.atMostBytes(10_000_000)
                .operator("patient", 64, 50_000)
                .check(running)
                .findings())
        .isEmpty();
    assertThat(
            StateBudget.atMostBytes(1_000_000).operator("patient", 64, 100).check(running).toText())
        .contains("over-share")
        .contains("planned were 64 entries of 100 bytes, 6.3 KiB")
        .contains("over-budget");
  }
}
