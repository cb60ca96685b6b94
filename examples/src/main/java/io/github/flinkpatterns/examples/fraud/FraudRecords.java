// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.MissingField;
import io.github.flinkpatterns.velocity.RuleStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The records that the job writes. */
final class FraudRecords {

  private FraudRecords() {}

  /**
   * A rule fired at a transaction.
   *
   * @param ruleId the rule
   * @param ruleVersion its version
   * @param severity its severity
   * @param mode active or shadow
   * @param key the key, several fields joined by a bar
   * @param transactionId the transaction
   * @param timestampMillis its time
   * @param value what the rule computed
   * @param threshold what it was compared with
   * @param windowStartMillis the window's start, which does not count
   * @param windowEndMillis the window's end, which counts
   * @param events how many transactions the value was computed from
   * @param evidence the newest of them
   * @param suppressed alerts that the cool-down has held back since the last one
   * @param approximate whether some of them were known in sums only
   */
  public record AlertRecord(
      String ruleId,
      int ruleVersion,
      String severity,
      String mode,
      String key,
      String transactionId,
      long timestampMillis,
      double value,
      double threshold,
      long windowStartMillis,
      long windowEndMillis,
      long events,
      List<String> evidence,
      long suppressed,
      boolean approximate) {

    static final TypeInformation<AlertRecord> TYPE = type();

    private static TypeInformation<AlertRecord> type() {
      Map<String, TypeInformation<?>> fields = new HashMap<>();
      fields.put("ruleId", Types.STRING);
      fields.put("ruleVersion", Types.INT);
      fields.put("severity", Types.STRING);
      fields.put("mode", Types.STRING);
      fields.put("key", Types.STRING);
      fields.put("transactionId", Types.STRING);
      fields.put("timestampMillis", Types.LONG);
      fields.put("value", Types.DOUBLE);
      fields.put("threshold", Types.DOUBLE);
      fields.put("windowStartMillis", Types.LONG);
      fields.put("windowEndMillis", Types.LONG);
      fields.put("events", Types.LONG);
      fields.put("evidence", Types.LIST(Types.STRING));
      fields.put("suppressed", Types.LONG);
      fields.put("approximate", Types.BOOLEAN);
      return Types.POJO(AlertRecord.class, fields);
    }

    static AlertRecord of(Alert<String> alert) {
      return new AlertRecord(
          alert.ruleId(),
          alert.ruleVersion(),
          lower(alert.severity()),
          lower(alert.mode()),
          alert.key(),
          LabelledId.id(alert.eventId()),
          alert.timestampMillis(),
          alert.value(),
          alert.threshold(),
          alert.windowStartMillis(),
          alert.windowEndMillis(),
          alert.events(),
          alert.evidence().stream().map(LabelledId::id).toList(),
          alert.suppressed(),
          alert.approximate());
    }
  }

  /**
   * A transaction that came too late to be judged.
   *
   * @param transactionId the transaction
   * @param customerId who paid
   * @param timestampMillis its time
   */
  public record LateRecord(String transactionId, String customerId, long timestampMillis) {

    static final TypeInformation<LateRecord> TYPE =
        Types.POJO(
            LateRecord.class,
            Map.of(
                "transactionId", Types.STRING,
                "customerId", Types.STRING,
                "timestampMillis", Types.LONG));
  }

  /**
   * A rule could not be judged at a transaction.
   *
   * @param ruleId the rule; null if the transaction lacks the key itself
   * @param field the field that it lacks
   * @param transactionId the transaction
   * @param timestampMillis its time
   */
  public record MissingRecord(
      @Nullable String ruleId, String field, String transactionId, long timestampMillis) {

    static final TypeInformation<MissingRecord> TYPE =
        Types.POJO(
            MissingRecord.class,
            Map.of(
                "ruleId", Types.STRING,
                "field", Types.STRING,
                "transactionId", Types.STRING,
                "timestampMillis", Types.LONG));

    static MissingRecord of(MissingField<String> missing) {
      return new MissingRecord(
          missing.ruleId(),
          missing.field(),
          LabelledId.id(missing.eventId()),
          missing.timestampMillis());
    }
  }

  /**
   * What a rule did in the whole run.
   *
   * @param ruleId the rule
   * @param ruleVersion its version
   * @param mode its mode
   * @param evaluated transactions at which it was judged
   * @param fired alerts
   * @param suppressed alerts that the cool-down held back
   * @param missing transactions at which it could not be judged
   */
  public record StatisticsRecord(
      String ruleId,
      int ruleVersion,
      String mode,
      long evaluated,
      long fired,
      long suppressed,
      long missing) {

    static final TypeInformation<StatisticsRecord> TYPE =
        Types.POJO(
            StatisticsRecord.class,
            Map.of(
                "ruleId", Types.STRING,
                "ruleVersion", Types.INT,
                "mode", Types.STRING,
                "evaluated", Types.LONG,
                "fired", Types.LONG,
                "suppressed", Types.LONG,
                "missing", Types.LONG));

    static StatisticsRecord of(RuleStatistics statistics) {
      return new StatisticsRecord(
          statistics.ruleId(),
          statistics.ruleVersion(),
          lower(statistics.mode()),
          statistics.evaluated(),
          statistics.fired(),
          statistics.suppressed(),
          statistics.missing());
    }
  }

  /**
   * How well a rule tells fraud.
   *
   * @param ruleId the rule
   * @param transactions the labelled transactions
   * @param frauds those that are labelled as fraud
   * @param alerts alerts at labelled transactions
   * @param truePositives alerts at frauds
   * @param falsePositives alerts at others
   * @param falseNegatives frauds without an alert of the rule
   * @param precision true positives over alerts; null without alerts
   * @param recall true positives over frauds; null without frauds
   */
  public record EvaluationRecord(
      String ruleId,
      long transactions,
      long frauds,
      long alerts,
      long truePositives,
      long falsePositives,
      long falseNegatives,
      @Nullable Double precision,
      @Nullable Double recall) {

    static final TypeInformation<EvaluationRecord> TYPE =
        Types.POJO(
            EvaluationRecord.class,
            Map.of(
                "ruleId", Types.STRING,
                "transactions", Types.LONG,
                "frauds", Types.LONG,
                "alerts", Types.LONG,
                "truePositives", Types.LONG,
                "falsePositives", Types.LONG,
                "falseNegatives", Types.LONG,
                "precision", Types.DOUBLE,
                "recall", Types.DOUBLE));

    static EvaluationRecord of(
        String ruleId, long transactions, long frauds, long alerts, long hits) {
      return new EvaluationRecord(
          ruleId,
          transactions,
          frauds,
          alerts,
          hits,
          alerts - hits,
          frauds - hits,
          alerts == 0 ? null : (double) hits / alerts,
          frauds == 0 ? null : (double) hits / frauds);
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
