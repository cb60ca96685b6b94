// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.Recommended;
import io.github.flinkpatterns.examples.frame.Generated;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.fraud.FraudJob;
import io.github.flinkpatterns.examples.fraud.Transaction;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.Timestamped;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import io.github.flinkpatterns.examples.storefront.StoreEvent;
import io.github.flinkpatterns.examples.storefront.StorefrontJob;
import io.github.flinkpatterns.examples.wordcount.TextLine;
import io.github.flinkpatterns.examples.wordcount.WordCountJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaJobTest {

  private static final String TILL_END = "--kafka-until-end";

  /** A job ends up to one checkpoint later than its input. */
  private static final String QUICK = "--checkpoint-every=400ms";

  /** Fewer writers, each of which has a producer. */
  private static final String ONE = "--parallelism=1";

  @TempDir static Path brokerFolder;
  private static TestBroker broker;

  @TempDir Path dir;

  @BeforeAll
  static void start() throws Exception {
    broker = new TestBroker(brokerFolder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static JobRun kafka(CommandLine command, String topic, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("--kafka", broker.bootstrap(), "--topic", topic));
    arguments.addAll(List.of(more));
    return JobRun.of(command, arguments.toArray());
  }

  private static JobRun kafka(String job, String topic, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of(job, "--kafka", broker.bootstrap(), "--topic", topic));
    arguments.addAll(List.of(more));
    return JobRun.of(arguments.toArray());
  }

  private static void assertDone(JobRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  /** Returns the streams that a reader of committed records finds in the topics. */
  private static Map<String, List<String>> topics(String topic, Path output) throws IOException {
    Map<String, List<String>> streams = new TreeMap<>();
    for (String stream : JobRun.everything(output).keySet()) {
      streams.put(stream, broker.committed(topic + "-" + stream));
    }
    return streams;
  }

  /** Returns a run's streams without the sources of rejected lines, which depend on the input. */
  private static Map<String, List<String>> withoutSources(Map<String, List<String>> streams) {
    streams.computeIfPresent(
        "rejected",
        (name, lines) ->
            lines.stream()
                .map(line -> line.replaceFirst("\\{\"source\":.*?,\"line\":\\d+", "{"))
                .sorted()
                .toList());
    return streams;
  }

  /** Returns a run's streams that two runs must have in common as they are. */
  private static Map<String, List<String>> comparable(Path output) throws IOException {
    Map<String, List<String>> streams = withoutSources(JobRun.everything(output));
    streams.remove("recommendations");
    return streams;
  }

  private static String view(String event, long time) {
    return "{\"eventId\":\""
        + event
        + "\",\"userId\":\"u\",\"itemId\":\"i\",\"category\":\"c\",\"type\":\"view\","
        + "\"timestampMillis\":"
        + time
        + "}";
  }

  @TestFactory
  Stream<DynamicTest> everyJobGivesForATopicWhatItGivesForTheSameLinesFromElsewhere() {
    return JobRun.jobs().entrySet().stream()
        .map(
            job ->
                DynamicTest.dynamicTest(
                    job.getKey(), () -> givesTheSame(job.getKey(), job.getValue())));
  }

  private void givesTheSame(String job, JobCommand<?> command) throws Exception {
    List<String> lines = Generated.lines(command, 1_000, 5);
    Path expected = dir.resolve(job);
    // What users do meanwhile decides recommendations: they are reproducible in one task only.
    assertDone(
        JobRun.of(
            job, QUICK, "--events=1000", "--seed=5", "--output=" + expected, "--parallelism=1"));
    broker.create("all-" + job, 1);
    broker.send("all-" + job, 0, lines);
    Path output = dir.resolve(job + "-kafka");
    JobRun run = kafka(job, "all-" + job, TILL_END, QUICK, "--output", output, "--parallelism", 1);
    assertDone(run);
    Map<String, List<String>> files = JobRun.everything(output);
    assertThat(topics("all-" + job, output)).isEqualTo(files);
    assertThat(withoutSources(files)).isEqualTo(withoutSources(JobRun.everything(expected)));
    assertThat(files.values().stream().mapToInt(List::size).sum()).isPositive();
    assertThat(run.out()).contains(String.format(Locale.ROOT, "%,d lines read", lines.size()));
  }

  /** Fails as planned when some lines were read. */
  private record Failing<T extends Timestamped>(LineParser<T> parser, String run)
      implements LineParser<T> {

    private static final Map<String, AtomicInteger> PARSED = new ConcurrentHashMap<>();

    /** Whether a failure would lose records that are written and not yet committed. */
    static volatile BooleanSupplier costly = () -> true;

    @Override
    public T parse(String text) throws UnreadableLineException {
      if (PARSED.computeIfAbsent(run, name -> new AtomicInteger()).incrementAndGet() > 800) {
        try {
          FailingInput.failAsPlanned(run, costly);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return parser.parse(text);
    }
  }

  private static final class FailingStorefront extends StorefrontJob {

    private final String run;

    FailingStorefront(Path run) {
      this.run = run.toString();
    }

    @Override
    protected LineParser<StoreEvent> parser() {
      return new Failing<>(super.parser(), run);
    }
  }

  private static final class FailingFraud extends FraudJob {

    private final String run;

    FailingFraud(Path run) {
      this.run = run.toString();
    }

    @Override
    protected LineParser<Transaction> parser() {
      return new Failing<>(super.parser(), run);
    }
  }

  private static final class FailingWordCount extends WordCountJob {

    private final String run;

    FailingWordCount(Path run) {
      this.run = run.toString();
    }

    @Override
    protected LineParser<TextLine> parser() {
      return new Failing<>(super.parser(), run);
    }
  }

  @Test
  void aShopsRecordsAreWrittenOnceInSpiteOfFailuresAndOfAStop() throws Exception {
    String topic = "storefront-in-recommendations";
    // The source stands still meanwhile, so that no checkpoint commits what is written.
    Failing.costly = () -> broker.all(topic).size() > broker.committedNow(topic).size();
    try {
      crashAndGoOn("storefront", new StorefrontJob(), FailingStorefront::new);
    } finally {
      Failing.costly = () -> true;
    }
    // The failures did cost something: records that were written, and written again.
    assertThat(broker.all(topic)).hasSizeGreaterThan(broker.committed(topic).size());
    JobRun again = kafka("storefront", "storefront-in", TILL_END, "--output", dir.resolve("again"));
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .matches(
            "--topic: 'storefront-in-.*' holds records of another run; go on with its"
                + " --checkpoint-dir, or name another topic\\R");
  }

  @Test
  void fraudAlertsAreWrittenOnceInSpiteOfFailuresAndOfAStop() throws Exception {
    crashAndGoOn("fraud", new FraudJob(), FailingFraud::new);
  }

  @Test
  void wordsAreCountedOnceInSpiteOfFailuresAndOfAStop() throws Exception {
    crashAndGoOn("wordcount", new WordCountJob(), FailingWordCount::new);
  }

  private void crashAndGoOn(String job, JobCommand<?> generating, Function<Path, ?> failing)
      throws Exception {
    List<String> lines = Generated.lines(generating, 3_000, 7);
    Path calm = dir.resolve("calm");
    // In one task, where each event has its recommendation.
    assertDone(JobRun.of(job, QUICK, ONE, "--events=3000", "--seed=7", "--output=" + calm));
    String topic = job + "-in";
    broker.create(topic, 3);
    // As a shop would send them: a user's events, and an event's repetition, stay in one partition.
    ObjectMapper json = new ObjectMapper();
    Map<Integer, List<String>> partitions = new TreeMap<>();
    for (String line : lines) {
      String user = line;
      try {
        user = json.readTree(line).path("userId").asText(line);
      } catch (IOException e) {
        // No JSON, or malformed as planned.
      }
      partitions
          .computeIfAbsent(Math.floorMod(user.hashCode(), 3), p -> new ArrayList<>())
          .add(line);
    }
    assertThat(partitions).hasSize(3);
    for (Map.Entry<Integer, List<String>> part : partitions.entrySet()) {
      broker.send(topic, part.getKey(), part.getValue());
    }

    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    Object[] options = {
      TILL_END, QUICK, "--backend=rocksdb", "--output=" + output, "--checkpoint-dir=" + checkpoints
    };
    FailingInput.plan(checkpoints, 4); // one more than a run survives
    JobRun crashed = kafka(new CommandLine(failing.apply(checkpoints)), topic, options);
    assertThat(crashed.exit()).isEqualTo(1);
    assertThat(crashed.err()).contains("planned failure");
    FailingInput.plan(checkpoints, 0);
    JobRun resumed = kafka(new CommandLine(failing.apply(checkpoints)), topic, options);
    assertDone(resumed);
    assertThat(resumed.out()).contains("goes on from " + checkpoints);
    assertThat(topics(topic, output)).isEqualTo(JobRun.everything(output));
    assertThat(comparable(output)).isEqualTo(comparable(calm));
    if (job.equals("storefront")) {
      Recommended.assertOnceEach(output, Recommended.keys(calm));
    }
  }

  @Test
  void readsWhatIsCommittedAndTellsWhereARejectedRecordStands() throws Exception {
    broker.create("mixed", 1);
    broker.sendInTransaction("mixed", List.of(view("aborted", 1_000)), false);
    broker.sendInTransaction(
        "mixed",
        Arrays.asList(view("e1", 1_000_000), "no event\r\n", null, view("e2", 1_060_000) + "\n"),
        true);
    Path output = dir.resolve("mixed");
    assertDone(kafka("storefront", "mixed", TILL_END, QUICK, ONE, "--output", output));
    assertThat(broker.committed("mixed-sessions"))
        .containsExactly(
            "{\"key\":\"u\",\"startMillis\":1000000,\"endMillis\":1060000,\"events\":2,"
                + "\"counts\":{\"view\":2},\"closeReason\":\"inactivity\"}");
    List<JsonNode> rejected = JobRun.records(output, "rejected");
    assertThat(rejected).hasSize(2);
    assertThat(rejected.get(0).path("source").asText()).isEqualTo("mixed-0@3");
    assertThat(rejected.get(0).path("text").asText()).isEqualTo("no event");
    assertThat(rejected.get(1).path("source").asText()).isEqualTo("mixed-0@4");
    assertThat(rejected.get(1).path("reason").asText()).isEqualTo("the record has no value");

    // The output of one job, with its transactions' marks, is the input of the next.
    assertDone(
        kafka(
            "storefront",
            "mixed-sessions",
            TILL_END,
            QUICK,
            ONE,
            "--output",
            dir.resolve("second")));
    assertThat(JobRun.lines(dir.resolve("second"), "rejected")).hasSize(1);
  }

  @Test
  void readsATableWithItsHeaderInOneOfThePartitions() throws Exception {
    String header = "transactionId,timestampMillis,customerId,terminalId,amount";
    broker.create("cards", 2);
    broker.send("cards", 1, List.of(header, "t1,1000,c1,m1,10.00", "t2,2000,c1,m1,20.00"));
    broker.send("cards", 0, List.of("t3,3000,c1,m2,30.00", header));
    Path rules =
        Files.writeString(
            dir.resolve("rules.json"),
            "{\"version\":1,\"rules\":[{\"id\":\"r\",\"keyBy\":[\"customerId\"],"
                + "\"aggregate\":\"sum\",\"of\":\"amount\",\"window\":\"1h\",\"op\":\">=\","
                + "\"threshold\":60}]}");
    JobRun run =
        kafka(
            "fraud", "cards", TILL_END, QUICK, "--rules", rules, "--output", dir.resolve("cards"));
    assertDone(run);
    assertThat(run.out()).contains("3 lines read").contains("3 accepted, 0 rejected");
    List<JsonNode> alerts = JobRun.records(dir.resolve("cards"), "alerts");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).path("transactionId").asText()).isEqualTo("t3");
  }

  @Test
  void aTopicIsOneSeriesUnlessItsLinesNameOthers() throws Exception {
    broker.create("boiler", 1);
    broker.send(
        "boiler",
        0,
        List.of(
            "timestamp,value",
            "1970-01-01 00:00:00,100",
            "1970-01-01 00:01:00,130",
            "cellar,1970-01-01 00:01:00,7"));
    Path output = dir.resolve("boiler");
    assertDone(kafka("sensors", "boiler", TILL_END, QUICK, ONE, "--output", output));
    assertThat(JobRun.records(output, "windows"))
        .extracting(w -> w.path("key").asText() + " " + w.path("count").asText())
        .containsExactlyInAnyOrder("boiler 2", "cellar 1");
    assertThat(broker.committed("boiler-alerts")).hasSize(1);
    assertThat(JobRun.lines(output, "rejected")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithABrokerOrATopic() {
    JobRun noTopic = kafka("weblog", "nothing-here", TILL_END);
    assertThat(noTopic.exit()).isEqualTo(2);
    assertThat(noTopic.err())
        .isEqualToNormalizingNewlines(
            "--topic: 'nothing-here' does not exist on " + broker.bootstrap() + "\n");
    JobRun noAddress = JobRun.of("weblog", "--kafka", "nonsense", "--topic", "t");
    assertThat(noAddress.exit()).isEqualTo(2);
    assertThat(noAddress.err()).startsWith("--kafka: nonsense cannot be used: ").hasLineCount(1);
  }
}
