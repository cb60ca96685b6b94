// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.fraud.FraudRecords.AlertRecord;
import io.github.flinkpatterns.examples.fraud.FraudRecords.EvaluationRecord;
import io.github.flinkpatterns.examples.fraud.FraudRecords.MissingRecord;
import io.github.flinkpatterns.examples.fraud.FraudRecords.StatisticsRecord;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.Rule;
import io.github.flinkpatterns.velocity.RuleFiles;
import io.github.flinkpatterns.velocity.RuleStatistics;
import io.github.flinkpatterns.velocity.VelocityDetector;
import io.github.flinkpatterns.velocity.VelocityDetectorBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges card payments by rules over the recent past of customers and terminals. */
@Command(
    name = "fraud",
    description =
        "Card payments (CSV or JSON Lines): alerts of rules over sliding windows per key.")
public class FraudJob extends JobCommand<Transaction> {

  private static final String RULES = "rules.json";
  private static final List<String> CUSTOMER = List.of(Columns.CUSTOMER);
  private static final int MAX_EVENTS_PER_KEY = 100_000;

  /** One period: the statistics of the whole run. */
  private static final Duration WHOLE_RUN = Duration.ofDays(36_500);

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Rules as JSON. Absent: a built-in set.")
  private @Nullable Path rulesFile;

  @Option(
      names = "--order",
      paramLabel = "event-time|arrival",
      defaultValue = "event-time",
      description =
          "When a payment is judged: when the watermark passes it, or when it arrives (default:"
              + " ${DEFAULT-VALUE}).")
  private String order = "event-time";

  @Option(
      names = "--evaluate-label",
      paramLabel = "COLUMN",
      description = "Column that is 1 for fraud and 0 for none: precision and recall per rule.")
  private @Nullable String label;

  private List<Rule> rules = List.of();
  private Columns columns = new Columns(List.of(), List.of());
  private List<String> header = List.of();

  @Override
  protected List<String> streams() {
    List<String> streams =
        new ArrayList<>(List.of("alerts", "late", "missing-fields", "rule-statistics"));
    if (label != null) {
      streams.add("evaluation");
    }
    return streams;
  }

  @Override
  protected List<?> identity() {
    return List.of(rules, order, String.valueOf(label));
  }

  @Override
  protected void checkOptions() {
    Options.require(
        order.equals("event-time") || order.equals("arrival"),
        "--order",
        "'" + order + "' is neither event-time nor arrival");
    Options.require(
        label == null || !endless(),
        "--evaluate-label",
        "counts up at the end, which there is none of; add --kafka-until-end");
    try {
      rules = rulesFile == null ? builtIn() : RuleFiles.read(rulesFile);
      Options.require(!rules.isEmpty(), "--rules", rulesFile + " holds no rule");
      columns = Columns.of(rules);
      detectors();
    } catch (IOException e) {
      throw wrong("--rules", rulesFile + " cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      throw wrong("--rules", String.valueOf(e.getMessage()));
    }
  }

  private static Options.BadOptionException wrong(String option, String problem) {
    try {
      Options.require(false, option, problem);
    } catch (Options.BadOptionException e) {
      return e;
    }
    throw new IllegalStateException(problem);
  }

  private static List<Rule> builtIn() throws IOException {
    try (InputStream in = FraudJob.class.getResourceAsStream(RULES)) {
      if (in == null) {
        throw new IOException("no resource " + RULES);
      }
      return RuleFiles.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  protected List<LineInput> inputs() {
    List<LineInput> inputs = new ArrayList<>();
    for (LineInput input : super.inputs()) {
      if (input instanceof GeneratedInput) {
        List<String> all = new ArrayList<>(Columns.ALWAYS);
        all.addAll(FraudGenerator.MORE_COLUMNS);
        checkColumns(all, "the generator");
        return List.of(input);
      }
      TransactionInput transactions = new TransactionInput(input);
      checkHeader(transactions);
      inputs.add(transactions);
    }
    return inputs;
  }

  private void checkHeader(TransactionInput input) {
    try {
      @Nullable List<String> found = input.header();
      if (found == null) {
        return;
      }
      Options.require(
          header.isEmpty() || header.equals(found),
          "--input",
          input.name() + " has another header than the file before it");
      checkColumns(found, input.name());
      header = found;
    } catch (IOException | UnreadableLineException e) {
      throw wrong("--input", input.name() + " cannot be read: " + e.getMessage());
    }
  }

  /** In a topic a table's header may come in any partition, and again with every file sent. */
  @Override
  protected Set<String> headers(List<String> firstLines) {
    Set<String> headers = new HashSet<>();
    for (String line : firstLines) {
      @Nullable List<String> found = TransactionInput.columns(line);
      if (found != null && found.containsAll(Columns.ALWAYS)) {
        Options.require(
            header.isEmpty() || header.equals(found),
            "--topic",
            "its partitions begin with headers that differ");
        checkColumns(found, "the topic");
        header = found;
        headers.add(line);
      }
    }
    return headers;
  }

  private void checkColumns(List<String> found, String input) {
    for (String column : Columns.ALWAYS) {
      Options.require(found.contains(column), "--input", input + " has no column '" + column + "'");
    }
    Options.require(
        label == null || found.contains(label),
        "--evaluate-label",
        input + " has no column '" + label + "'");
    for (Rule rule : rules) {
      List<String> read = new ArrayList<>(rule.fields().keySet());
      read.addAll(rule.keyBy());
      for (String column : read) {
        Options.require(
            found.contains(column),
            "--rules",
            "rule '" + rule.id() + "' reads '" + column + "', which " + input + " does not have");
      }
    }
  }

  @Override
  protected TypeInformation<Transaction> eventType() {
    return Transaction.TYPE;
  }

  @Override
  protected LineParser<Transaction> parser() {
    return new TransactionParser(header, columns.names(), label);
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new FraudGenerator(events, seed));
  }

  /** One detector for each key that rules name. */
  private Map<List<String>, VelocityDetector<Transaction, String>> detectors() {
    Map<List<String>, List<Rule>> byKey = new LinkedHashMap<>();
    for (Rule rule : rules) {
      List<String> key = rule.keyBy().isEmpty() ? CUSTOMER : rule.keyBy();
      if (key.contains(Columns.AMOUNT) || key.contains(Columns.TIME)) {
        throw new IllegalArgumentException(
            "rule '" + rule.id() + "': keyBy: " + key + " must be of texts, not of numbers");
      }
      byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(rule);
    }
    Map<List<String>, VelocityDetector<Transaction, String>> detectors = new LinkedHashMap<>();
    byKey.forEach((key, ofKey) -> detectors.put(key, detector(columns, key, ofKey)));
    return detectors;
  }

  @SuppressWarnings("NullAway") // a null key leaves by its own output
  private VelocityDetector<Transaction, String> detector(
      Columns read, List<String> key, List<Rule> ofKey) {
    VelocityDetectorBuilder<Transaction, String> builder =
        VelocityDetector.on(Transaction.TYPE)
            .keyedBy(tx -> read.key(tx, key), Types.STRING)
            .eventId(LabelledId::of)
            .rules(ofKey)
            .emitStatistics(WHOLE_RUN)
            .maxEventsPerKey(MAX_EVENTS_PER_KEY);
    read.addTo(builder, ofKey);
    return (order.equals("arrival") ? builder.byArrival() : builder.inEventTimeOrder()).build();
  }

  @Override
  protected void build(DataStream<Transaction> transactions, Outputs outputs) {
    SingleOutputStreamOperator<Transaction> judged =
        transactions
            .process(new LateTransactions(), Transaction.TYPE)
            .setParallelism(1)
            .name("late-check")
            .uid("late-check");
    outputs.write(judged.getSideOutput(LateTransactions.LATE), "late");
    List<DataStream<Alert<String>>> alerts = new ArrayList<>();
    List<DataStream<RuleStatistics>> statistics = new ArrayList<>();
    List<DataStream<MissingRecord>> missing = new ArrayList<>();
    detectors()
        .forEach(
            (key, detector) -> {
              String uid = "rules-by-" + String.join("-", key);
              SingleOutputStreamOperator<Alert<String>> fired = detector.applyTo(judged, uid);
              alerts.add(fired);
              statistics.add(fired.getSideOutput(detector.statistics()));
              missing.add(
                  fired
                      .getSideOutput(detector.missingFields())
                      .map(MissingRecord::of)
                      .returns(MissingRecord.TYPE)
                      .name(uid + "-missing")
                      .uid(uid + "-missing"));
              String names = String.join(", ", key);
              missing.add(
                  fired
                      .getSideOutput(detector.nullKeys())
                      .map(
                          tx ->
                              new MissingRecord(
                                  null, names, tx.transactionId(), tx.timestampMillis()))
                      .returns(MissingRecord.TYPE)
                      .name(uid + "-no-key")
                      .uid(uid + "-no-key"));
            });
    DataStream<Alert<String>> all = union(alerts);
    outputs.write(
        all.map(AlertRecord::of).returns(AlertRecord.TYPE).name("alerts").uid("alerts"), "alerts");
    outputs.write(union(missing), "missing-fields");
    outputs.write(
        union(statistics)
            .keyBy(
                line -> line.ruleId() + ' ' + line.ruleVersion() + ' ' + line.mode(), Types.STRING)
            .process(new Totals.Statistics(), StatisticsRecord.TYPE)
            .name("rule-statistics")
            .uid("rule-statistics"),
        "rule-statistics");
    if (label != null) {
      evaluate(judged, all, outputs);
    }
  }

  private void evaluate(
      DataStream<Transaction> transactions, DataStream<Alert<String>> alerts, Outputs outputs) {
    TypeInformation<Tuple2<String, Integer>> type = Types.TUPLE(Types.STRING, Types.INT);
    DataStream<Tuple2<String, Integer>> labels =
        transactions
            .map(tx -> Tuple2.of(Totals.Evaluation.ALL, tx.label()))
            .returns(type)
            .name("labels")
            .uid("labels");
    DataStream<Tuple2<String, Integer>> hits =
        alerts
            .map(alert -> Tuple2.of(alert.ruleId(), LabelledId.label(alert.eventId())))
            .returns(type)
            .name("hits")
            .uid("hits");
    outputs.write(
        labels
            .union(hits)
            .keyBy(labelled -> "", Types.STRING)
            .process(
                new Totals.Evaluation(rules.stream().map(Rule::id).toList()), EvaluationRecord.TYPE)
            .name("evaluation")
            .uid("evaluation"),
        "evaluation");
  }

  private static <R> DataStream<R> union(List<DataStream<R>> streams) {
    return streams.stream().reduce(DataStream::union).orElseThrow();
  }
}
