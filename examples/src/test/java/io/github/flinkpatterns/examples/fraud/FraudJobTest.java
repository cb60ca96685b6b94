// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.generate.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FraudJobTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LINES = 12_000;

  private static final String RULES =
      """
      {"version": 1, "rules": [
        {"id": "velocity", "keyBy": ["customerId"], "aggregate": "count", "window": "24h",
         "op": ">=", "threshold": 5, "severity": "high"},
        {"id": "spike", "keyBy": ["customerId"], "aggregate": "avg", "of": "amount",
         "window": "30d", "op": "ratio>", "threshold": 10, "minEvents": 3},
        {"id": "spent", "keyBy": ["customerId", "country"], "aggregate": "sum", "of": "amount",
         "window": "12h", "op": ">", "threshold": 500, "mode": "shadow"},
        {"id": "terminal", "keyBy": ["terminalId"], "aggregate": "distinct", "of": "customerId",
         "where": "amount > 50", "window": "6h", "op": ">", "threshold": 2}]}
      """;

  @TempDir Path dir;

  private Path run(String output, Object... more) {
    Path folder = dir.resolve(output);
    List<Object> arguments = new ArrayList<>(List.of("fraud", "--output", folder));
    arguments.addAll(List.of(more));
    JobRun run = JobRun.of(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  private Path rules() throws IOException {
    return Files.writeString(dir.resolve("rules.json"), RULES);
  }

  private static List<JsonNode> transactions(long seed) throws IOException {
    List<JsonNode> transactions = new ArrayList<>();
    FraudGenerator generator = new FraudGenerator(LINES, seed);
    while (generator.hasNext()) {
      Delivery delivery = generator.next();
      if (delivery.kind() == Delivery.Kind.FIRST) {
        transactions.add(JSON.readTree(delivery.line()));
      }
    }
    return transactions;
  }

  private static String fired(JsonNode tx, String rule, double value) {
    return tx.get("transactionId").asText()
        + " "
        + rule
        + " "
        + BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
  }

  /** Judges every transaction by scanning those before it, as the rules read in plain words. */
  private static List<String> expected(List<JsonNode> unordered) {
    List<JsonNode> order = new ArrayList<>(unordered);
    order.sort(
        Comparator.<JsonNode>comparingLong(tx -> tx.get("timestampMillis").asLong())
            .thenComparing(tx -> tx.get("transactionId").asText()));
    Map<String, List<JsonNode>> byKey = new HashMap<>();
    List<String> fired = new ArrayList<>();
    for (JsonNode tx : order) {
      long time = tx.get("timestampMillis").asLong();
      String customer = tx.get("customerId").asText();
      List<JsonNode> past = byKey.computeIfAbsent("c" + customer, k -> new ArrayList<>());
      List<JsonNode> month = within(past, time, 30 * 24);
      long cents = month.stream().mapToLong(FraudJobTest::cents).sum();
      if (month.size() >= 3 && cents(tx) * month.size() > 10 * cents) {
        fired.add(fired(tx, "spike", (double) cents(tx) * month.size() / cents));
      }
      past.add(tx);
      int day = within(past, time, 24).size();
      if (day >= 5) {
        fired.add(fired(tx, "velocity", day));
      }
      List<JsonNode> country =
          byKey.computeIfAbsent(
              "p" + customer + "|" + tx.get("country").asText(), k -> new ArrayList<>());
      country.add(tx);
      long spent = within(country, time, 12).stream().mapToLong(FraudJobTest::cents).sum();
      if (spent > 50_000) {
        fired.add(fired(tx, "spent", spent / 100.0));
      }
      if (cents(tx) > 5_000) {
        List<JsonNode> terminal =
            byKey.computeIfAbsent("t" + tx.get("terminalId").asText(), k -> new ArrayList<>());
        terminal.add(tx);
        long customers =
            within(terminal, time, 6).stream()
                .map(each -> each.get("customerId"))
                .distinct()
                .count();
        if (customers > 2) {
          fired.add(fired(tx, "terminal", (double) customers));
        }
      }
    }
    fired.sort(Comparator.naturalOrder());
    return fired;
  }

  private static List<JsonNode> within(List<JsonNode> events, long time, long hours) {
    return events.stream()
        .filter(tx -> tx.get("timestampMillis").asLong() > time - hours * 3_600_000)
        .toList();
  }

  private static long cents(JsonNode tx) {
    return tx.get("amount").decimalValue().movePointRight(2).longValueExact();
  }

  private static List<String> alerts(Path output) throws IOException {
    return JobRun.records(output, "alerts").stream()
        .map(alert -> fired(alert, alert.get("ruleId").asText(), alert.get("value").asDouble()))
        .sorted()
        .toList();
  }

  @Test
  void alertsAreThoseOfAScanAtEveryParallelismBackendAndFormat() throws IOException {
    List<JsonNode> transactions = transactions(3);
    Path json = run("json", "--events", LINES, "--seed", 3, "--rules", rules());
    List<String> expected = expected(transactions);
    assertThat(alerts(json)).isEqualTo(expected);
    for (String rule : List.of("velocity", "spike", "spent", "terminal")) {
      assertThat(expected).anyMatch(line -> line.contains(" " + rule + " "));
    }
    assertThat(JobRun.records(json, "alerts"))
        .allMatch(
            alert ->
                alert.get("mode").asText().equals("shadow")
                    == alert.get("ruleId").asText().equals("spent"))
        .allMatch(
            alert -> alert.get("evidence").size() == Math.min(20, alert.get("events").asInt()));
    Map<String, List<String>> everything = JobRun.everything(json);
    assertThat(
            JobRun.everything(
                run(
                    "one",
                    "--events",
                    LINES,
                    "--seed",
                    3,
                    "--rules",
                    rules(),
                    "--parallelism",
                    1,
                    "--backend",
                    "rocksdb")))
        .isEqualTo(everything);
    Path csv = dir.resolve("transactions.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(csv))) {
      out.write(
          "\"amount\",customerId,country,transactionId,timestampMillis,terminalId\n"
              .getBytes(StandardCharsets.UTF_8));
      for (JsonNode tx : transactions) {
        String line =
            tx.get("amount").decimalValue()
                + ","
                + tx.get("customerId").asText()
                + ",\""
                + tx.get("country").asText()
                + "\","
                + tx.get("transactionId").asText()
                + ","
                + tx.get("timestampMillis").asLong()
                + ","
                + tx.get("terminalId").asText()
                + "\r\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path fromCsv = run("csv", "--input", csv, "--rules", rules());
    assertThat(JobRun.lines(fromCsv, "alerts")).isEqualTo(everything.get("alerts"));
    assertThat(JobRun.lines(fromCsv, "rejected")).isEmpty();
    Map<String, Long> statistics = new TreeMap<>();
    JobRun.records(fromCsv, "rule-statistics")
        .forEach(line -> statistics.put(line.get("ruleId").asText(), line.get("fired").asLong()));
    assertThat(statistics)
        .hasSize(4)
        .allSatisfy(
            (rule, count) ->
                assertThat(expected.stream().filter(line -> line.contains(" " + rule + " ")))
                    .hasSize(count.intValue()));
  }

  @Test
  void theBuiltInRulesFindTheHiddenFraud() throws IOException {
    Path output = run("out", "--events", 40_000, "--seed", 2, "--evaluate-label", "isFraud");
    Map<String, JsonNode> evaluation = new TreeMap<>();
    JobRun.records(output, "evaluation")
        .forEach(line -> evaluation.put(line.get("ruleId").asText(), line));
    assertThat(evaluation).hasSize(7);
    assertThat(evaluation.get("card-testing").get("precision").asDouble()).isGreaterThan(0.9);
    assertThat(evaluation.get("burst-10m").get("precision").asDouble()).isGreaterThan(0.9);
    assertThat(evaluation.get("spike-30d").get("precision").asDouble()).isGreaterThan(0.9);
    assertThat(evaluation.get("terminal-1h").get("precision").asDouble()).isGreaterThan(0.9);
    assertThat(evaluation.get("terminals-1h").get("recall").asDouble()).isGreaterThan(0.15);
    long frauds = 0;
    long lines = 0;
    FraudGenerator generator = new FraudGenerator(40_000, 2);
    while (generator.hasNext()) {
      Delivery delivery = generator.next();
      boolean first = delivery.kind() == Delivery.Kind.FIRST;
      lines += first ? 1 : 0;
      frauds += first && delivery.line().contains("\"isFraud\":1") ? 1 : 0;
    }
    for (JsonNode line : evaluation.values()) {
      assertThat(line.get("transactions").asLong()).isEqualTo(lines);
      assertThat(line.get("frauds").asLong()).isEqualTo(frauds);
    }
    assertThat(JobRun.records(output, "alerts"))
        .noneMatch(alert -> alert.toString().contains("\\u0000"));
  }

  @Test
  void byArrivalEachIsJudgedAgainstWhatHasArrived() throws IOException {
    Path rules =
        Files.writeString(
            dir.resolve("count.json"),
            """
            {"version": 1, "rules": [{"id": "two", "aggregate": "count", "window": "10s",
              "op": ">=", "threshold": 2}]}""");
    String line =
        "{\"transactionId\":\"%s\",\"timestampMillis\":%d,\"customerId\":\"c\",\"terminalId\":\"t\","
            + "\"amount\":1}\n";
    Path input =
        Files.writeString(
            dir.resolve("in.jsonl"),
            String.format(line, "b", 5_000)
                + String.format(line, "a", 1_000)
                + String.format(line, "c", 6_000)
                + "{\"transactionId\":\"x\"}\n"
                + String.format(line, "z", 100_000)
                + String.format(line, "late", 2_000));
    Path arrival = run("arrival", "--input", input, "--rules", rules, "--order", "arrival");
    assertThat(JobRun.records(arrival, "alerts"))
        .extracting(alert -> alert.get("transactionId").asText() + alert.get("value").asInt())
        .containsExactly("c3");
    Path eventTime = run("event-time", "--input", input, "--rules", rules);
    assertThat(JobRun.records(eventTime, "alerts"))
        .extracting(alert -> alert.get("transactionId").asText() + alert.get("value").asInt())
        .containsExactlyInAnyOrder("b2", "c3");
    for (Path output : List.of(arrival, eventTime)) {
      assertThat(JobRun.records(output, "late"))
          .extracting(late -> late.get("transactionId").asText())
          .containsExactly("late");
      assertThat(JobRun.records(output, "rejected"))
          .extracting(rejected -> rejected.get("reason").asText())
          .containsExactly("timestampMillis: missing");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\">=\" | \"=>\" | --rules: VelocityDetector: rule 'velocity': op: \"=>\" must be one of >, >=",
        "\"of\": \"amount\" | \"of\": \"amont\" | --rules: rule 'spike' reads 'amont', which the generator does not have",
        "\"distinct\", \"of\": \"customerId\" | \"sum\", \"of\": \"customerId\" | --rules: VelocityDetector: rule 'terminal': of: 'customerId' is a category, a number is needed",
        "[\"terminalId\"] | [\"amount\"] | --rules: rule 'terminal': keyBy: [amount] must be of texts"
      })
  void aWrongRuleFileIsBadUsage(String right, String wrong, String message) throws IOException {
    assertThat(RULES).contains(right);
    Path rules = Files.writeString(dir.resolve("wrong.json"), RULES.replace(right, wrong));
    JobRun run = JobRun.of("fraud", "--rules", rules, "--output", dir.resolve("out"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).hasLineCount(1);
  }

  @Test
  void aFileWithoutTheColumnsIsBadUsage() throws IOException {
    Path csv = Files.writeString(dir.resolve("a.csv"), "transactionId,amount\n");
    JobRun run = JobRun.of("fraud", "--input", csv, "--output", dir.resolve("out"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("--input: " + csv + " has no column 'timestampMillis'");
    assertThat(JobRun.of("fraud", "--order", "random").err())
        .startsWith("--order: 'random' is neither event-time nor arrival");
  }
}
