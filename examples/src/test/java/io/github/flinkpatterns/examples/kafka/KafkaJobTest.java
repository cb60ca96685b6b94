// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.frame.Generated;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.TestFiles;
import io.github.flinkpatterns.examples.storefront.StoreEvent;
import io.github.flinkpatterns.examples.storefront.StorefrontJob;
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

  private static String view(String event, long time) {
    return "{\"eventId\":\""
        + event
        + "\",\"userId\":\"u\",\"itemId\":\"i\",\"category\":\"c\",\"type\":\"view\","
        + "\"timestampMillis\":"
        + time
        + "}";
  }

  @TestFactory
  Stream<DynamicTest> everyJobGivesInTopicsAndFilesWhatItGivesForAFile() {
    return JobRun.jobs().entrySet().stream()
        .map(
            job ->
                DynamicTest.dynamicTest(
                    job.getKey(), () -> givesTheSame(job.getKey(), job.getValue())));
  }

  private void givesTheSame(String job, JobCommand<?> command) throws Exception {
    List<String> lines = Generated.lines(command, 4_000, 5);
    Path file = TestFiles.plain(dir.resolve(job + ".in"), lines);
    Path expected = dir.resolve(job + "-file");
    // What users do meanwhile decides recommendations: they are reproducible in one task only.
    assertDone(JobRun.of(job, "--input", file, "--output", expected, "--parallelism", 1));
    broker.create("all-" + job, 1);
    broker.send("all-" + job, 0, lines);
    Path output = dir.resolve(job + "-kafka");
    JobRun run = kafka(job, "all-" + job, TILL_END, "--output", output, "--parallelism", 1);
    assertDone(run);
    Map<String, List<String>> files = JobRun.everything(output);
    assertThat(topics("all-" + job, output)).isEqualTo(files);
    assertThat(withoutSources(files)).isEqualTo(withoutSources(JobRun.everything(expected)));
    assertThat(files.values().stream().mapToInt(List::size).sum()).isPositive();
    assertThat(run.out()).contains(String.format(Locale.ROOT, "%,d lines read", lines.size()));
  }

  /** The job with a parser that fails as planned. */
  private static final class FailingStorefront extends StorefrontJob {

    private static final Map<String, AtomicInteger> PARSED = new ConcurrentHashMap<>();

    private final String checkpoints;

    FailingStorefront(Path checkpoints) {
      this.checkpoints = checkpoints.toString();
    }

    @Override
    protected LineParser<StoreEvent> parser() {
      LineParser<StoreEvent> parser = super.parser();
      String run = checkpoints;
      return text -> {
        if (PARSED.computeIfAbsent(run, name -> new AtomicInteger()).incrementAndGet() > 3_000) {
          try {
            FailingInput.failAsPlanned(run);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return parser.parse(text);
      };
    }
  }

  private static JobRun failing(String topic, Path output, Path checkpoints) {
    return kafka(
        new CommandLine(new FailingStorefront(checkpoints)),
        topic,
        TILL_END,
        "--backend=rocksdb",
        "--output=" + output,
        "--checkpoint-dir=" + checkpoints);
  }

  @Test
  void writesEachRecordOnceInSpiteOfFailuresAndOfAStop() throws Exception {
    List<String> lines = Generated.lines(new StorefrontJob(), 10_000, 7);
    Path calm = dir.resolve("calm");
    Path file = TestFiles.plain(dir.resolve("in.jsonl"), lines);
    assertDone(JobRun.of("storefront", "--input", file, "--output", calm));
    broker.create("shop", 3);
    // By user, as a shop would send them: an event and its repetition stay in one partition.
    ObjectMapper json = new ObjectMapper();
    Map<Integer, List<String>> partitions = new TreeMap<>();
    for (String line : lines) {
      int partition = 0;
      try {
        partition = Math.floorMod(json.readTree(line).path("userId").asText().hashCode(), 3);
      } catch (IOException e) {
        // Malformed as planned.
      }
      partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(line);
    }
    for (Map.Entry<Integer, List<String>> part : partitions.entrySet()) {
      broker.send("shop", part.getKey(), part.getValue());
    }

    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    FailingInput.plan(checkpoints, 4); // one more than a run survives
    assertThat(failing("shop", output, checkpoints).exit()).isEqualTo(1);
    FailingInput.plan(checkpoints, 0);
    JobRun resumed = failing("shop", output, checkpoints);
    assertDone(resumed);
    assertThat(resumed.out()).contains("goes on from " + checkpoints);
    assertThat(topics("shop", output)).isEqualTo(JobRun.everything(output));
    assertThat(withoutSources(JobRun.everything(output)))
        .isEqualTo(withoutSources(JobRun.everything(calm)));
    // The failures did cost something: records that were written, and written again.
    assertThat(broker.all("shop-sessions"))
        .hasSizeGreaterThan(broker.committed("shop-sessions").size());

    JobRun again = kafka("storefront", "shop", TILL_END, "--output", dir.resolve("again"));
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .matches(
            "--topic: 'shop-.*' holds records of another run; go on with its --checkpoint-dir,"
                + " or name another topic\\R");
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
    assertDone(kafka("storefront", "mixed", TILL_END, "--output", output));
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
    assertDone(kafka("storefront", "mixed-sessions", TILL_END, "--output", dir.resolve("second")));
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
        kafka("fraud", "cards", TILL_END, "--rules", rules, "--output", dir.resolve("cards"));
    assertDone(run);
    assertThat(run.out()).contains("3 lines read").contains("3 accepted, 0 rejected");
    List<JsonNode> alerts = JobRun.records(dir.resolve("cards"), "alerts");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).path("transactionId").asText()).isEqualTo("t3");
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
