// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The code of {@code docs/velocity-detector.md}. */
final class VelocityDetectorSnippets {

  private VelocityDetectorSnippets() {}

  /** A payment. */
  public record Payment(String id, String customer, BigDecimal amount, String terminal) {}

  static SingleOutputStreamOperator<Alert<String>> function(DataStream<Payment> payments) {
    // docs: begin function
    var fraud =
        VelocityDetector.on(Payment.class)
            .keyedBy(Payment::customer, String.class)
            .eventId(Payment::id)
            .amount("amount", Payment::amount)
            .field("terminal", Payment::terminal)
            .rule("burst", r -> r.count().exceeds(5).within(Duration.ofMinutes(10)))
            .rule(
                "spike",
                r -> r.avg("amount").exceededTimes(10).minEvents(3).within(Duration.ofDays(30)))
            .maxEventsPerKey(1_000)
            .build();

    SingleOutputStreamOperator<Alert<String>> alerts =
        payments
            .keyBy(fraud.keySelector(), fraud.keyType())
            .process(fraud.toFunction())
            .uid("fraud");
    // docs: end function
    return alerts;
  }

  static void fast(VelocityDetector<Payment, String> fraud, DataStream<Payment> payments) {
    // docs: begin fast
    SingleOutputStreamOperator<Alert<String>> alerts = fraud.applyTo(payments, "fraud");

    DataStream<Payment> late = alerts.getSideOutput(fraud.late());
    DataStream<Payment> withoutKey = alerts.getSideOutput(fraud.nullKeys());
    DataStream<Payment> withoutTimestamp = alerts.getSideOutput(fraud.withoutTimestamp());
    DataStream<MissingField<String>> notJudged = alerts.getSideOutput(fraud.missingFields());
    // docs: end fast
    late.union(withoutKey, withoutTimestamp).print();
    notJudged.print();
  }

  static List<Rule> ready() {
    // docs: begin ready
    List<Rule> rules =
        List.of(
            ReadyRules.velocity("burst", 5, Duration.ofMinutes(10)).build(),
            ReadyRules.profileSpike("spike", "amount", 10, 5).build(),
            ReadyRules.distinct("terminals", "terminal", 4, Duration.ofHours(1))
                .where("amount > 50")
                .severity(Severity.HIGH)
                .build(),
            ReadyRules.cardTesting("testing", "amount", 2, 3, 200, Duration.ofHours(1)).build());
    // docs: end ready
    return rules;
  }

  static void updates(
      VelocityDetector<Payment, String> fraud,
      DataStream<Payment> payments,
      DataStream<RuleUpdate> updates) {
    // docs: begin updates
    SingleOutputStreamOperator<Alert<String>> alerts = fraud.applyTo(payments, updates, "fraud");

    DataStream<RuleChange> changes = alerts.getSideOutput(fraud.ruleChanges());
    // docs: end updates
    changes.print();
  }

  static void files(StreamExecutionEnvironment env, DataStream<Payment> payments)
      throws IOException {
    // docs: begin files
    RuleFile file = RuleFile.watched("s3://bucket/rules.json", Duration.ofSeconds(10));
    var fraud =
        VelocityDetector.on(Payment.class)
            .keyedBy(Payment::customer, String.class)
            .eventId(Payment::id)
            .amount("amount", Payment::amount)
            .rules(file.rules())
            .maxEventsPerKey(1_000)
            .build();

    SingleOutputStreamOperator<RuleUpdate> updates = file.addTo(env, "rules");
    SingleOutputStreamOperator<Alert<String>> alerts = fraud.applyTo(payments, updates, "fraud");

    DataStream<WrongRuleFile> wrongFiles = updates.getSideOutput(file.wrongFiles());
    DataStream<RuleChange> changes = alerts.getSideOutput(fraud.ruleChanges());
    // docs: end files
    wrongFiles.print();
    changes.print();
  }
}
