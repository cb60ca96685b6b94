// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.generate.Delivery;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.TestFiles;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StorefrontJobTest {

  private static final int LINES = 10_000;

  @TempDir Path dir;

  /** What the generator itself knows of the lines that it delivered. */
  private static final class Truth {

    private final Map<String, TreeSet<Long>> timesByUser = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private int first;
    private int repeated;
    private int malformed;

    Truth(long seed) {
      new StoreGenerator(LINES, seed).forEachRemaining(this::add);
    }

    private void add(Delivery delivery) {
      lines.add(delivery.line());
      switch (delivery.kind()) {
        case FIRST -> {
          first++;
          timesByUser
              .computeIfAbsent(delivery.key(), user -> new TreeSet<>())
              .add(delivery.timestampMillis());
        }
        case REPEATED -> repeated++;
        case MALFORMED -> malformed++;
      }
    }

    long sessions(long gapMillis) {
      long sessions = 0;
      for (TreeSet<Long> times : timesByUser.values()) {
        long before = Long.MIN_VALUE / 2;
        for (long time : times) {
          sessions += time - before > gapMillis ? 1 : 0;
          before = time;
        }
      }
      return sessions;
    }
  }

  private Path run(String output, Object... more) {
    Path folder = dir.resolve(output);
    List<Object> arguments = new ArrayList<>(List.of("storefront", "--output", folder));
    arguments.addAll(List.of(more));
    JobRun run = JobRun.of(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  @Test
  void findsWhatTheGeneratorHidAtEveryParallelismAndBackend() throws IOException {
    Truth truth = new Truth(11);
    assertThat(truth.repeated).isPositive();
    assertThat(truth.malformed).isPositive();
    Path output = run("generated", "--events", LINES, "--seed", 11);
    assertThat(JobRun.lines(output, "rejected")).hasSize(truth.malformed);
    assertThat(JobRun.lines(output, "duplicates")).hasSize(truth.repeated);
    assertThat(JobRun.lines(output, "late")).isEmpty();
    List<JsonNode> sessions = JobRun.records(output, "sessions");
    assertThat(sessions).hasSize((int) truth.sessions(30 * 60_000));
    assertThat(sessions.stream().mapToLong(session -> session.path("events").asLong()).sum())
        .isEqualTo(truth.first);
    for (JsonNode session : sessions) {
      long sum = 0;
      for (JsonNode count : session.path("counts")) {
        sum += count.asLong();
      }
      assertThat(sum).isEqualTo(session.path("events").asLong());
      assertThat(session.path("closeReason").asText()).isEqualTo("inactivity");
    }

    Path file = TestFiles.gzip(dir.resolve("in/events.jsonl.gz"), truth.lines);
    Path rocks = run("rocks", "--input", file, "--parallelism", "1", "--backend", "rocksdb");
    for (String stream : List.of("sessions", "duplicates", "late")) {
      assertThat(JobRun.lines(rocks, stream)).isEqualTo(JobRun.lines(output, stream));
    }
    assertThat(JobRun.lines(rocks, "rejected")).hasSize(truth.malformed);
  }

  private static String view(String event, long time) {
    return "{\"eventId\":\""
        + event
        + "\",\"userId\":\"u\",\"itemId\":\"i\",\"category\":\"c\",\"type\":\"view\","
        + "\"timestampMillis\":"
        + time
        + "}";
  }

  @Test
  void tellsLateEventsFromRepeatedOnes() throws IOException {
    List<String> lines =
        List.of(
            view("e1", 1_000_000),
            view("e2", 1_060_000),
            view("e3", 1_000_000), // exactly as late as allowed
            view("e4", 999_999), // one millisecond more
            view("e4", 999_999), // and once more
            view("e1", 1_000_000), // repeated in time
            view("e5", 90_000_000),
            view("e2", 1_060_000)); // repeated a day later
    Path file = TestFiles.plain(dir.resolve("in.jsonl"), lines);
    for (int parallelism = 1; parallelism <= 4; parallelism++) {
      Path output = run("out" + parallelism, "--input", file, "--parallelism", parallelism);
      assertThat(JobRun.lines(output, "sessions"))
          .containsExactly(
              "{\"key\":\"u\",\"startMillis\":1000000,\"endMillis\":1060000,\"events\":3,"
                  + "\"counts\":{\"view\":3},\"closeReason\":\"inactivity\"}",
              "{\"key\":\"u\",\"startMillis\":90000000,\"endMillis\":90000000,\"events\":1,"
                  + "\"counts\":{\"view\":1},\"closeReason\":\"inactivity\"}");
      assertThat(JobRun.lines(output, "late")).containsExactly(view("e4", 999_999));
      assertThat(JobRun.lines(output, "duplicates"))
          .containsExactly(
              "{\"eventId\":\"e1\",\"userId\":\"u\",\"timestampMillis\":1000000,\"repetition\":1}",
              "{\"eventId\":\"e2\",\"userId\":\"u\",\"timestampMillis\":1060000,\"repetition\":1}",
              "{\"eventId\":\"e4\",\"userId\":\"u\",\"timestampMillis\":999999,\"repetition\":1}");
    }
  }

  @Test
  void theGeneratorKeepsItsPromises() {
    Set<String> ids = new HashSet<>();
    Set<EventType> types = new HashSet<>();
    long latest = 0;
    for (Delivery delivery : (Iterable<Delivery>) () -> new StoreGenerator(30_000, 2)) {
      StoreEvent event = null;
      try {
        event = new StoreEventParser().parse(delivery.line());
      } catch (UnreadableLineException e) {
        assertThat(delivery.kind()).isEqualTo(Delivery.Kind.MALFORMED);
      }
      if (event != null) {
        assertThat(delivery.kind())
            .isEqualTo(ids.add(event.eventId()) ? Delivery.Kind.FIRST : Delivery.Kind.REPEATED);
        assertThat(event.userId()).isEqualTo(delivery.key());
        assertThat(event.timestampMillis()).isEqualTo(delivery.timestampMillis());
        if (delivery.kind() == Delivery.Kind.FIRST) {
          assertThat(event.timestampMillis()).isGreaterThanOrEqualTo(latest - 45_000);
        }
        latest = Math.max(latest, event.timestampMillis());
        types.add(event.type());
      }
    }
    assertThat(types).containsExactlyInAnyOrder(EventType.values());
  }

  /** The job with an input that fails as planned. */
  private static final class FailingStorefront extends StorefrontJob {

    private final Path checkpoints;

    FailingStorefront(Path checkpoints) {
      this.checkpoints = checkpoints;
    }

    @Override
    protected List<LineInput> inputs() {
      return super.inputs().stream()
          .<LineInput>map(input -> new FailingInput(input, 3_000, checkpoints.toString()))
          .toList();
    }
  }

  private static JobRun failing(Path output, Path checkpoints) {
    return JobRun.of(
        new CommandLine(new FailingStorefront(checkpoints)),
        "--events=" + LINES,
        "--backend=rocksdb",
        "--output=" + output,
        "--checkpoint-dir=" + checkpoints);
  }

  @Test
  void givesTheSameRecordsInSpiteOfFailuresAndOfAStop() throws IOException {
    Path calm = run("calm", "--events", LINES);
    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    FailingInput.plan(checkpoints, 4); // one more than a run survives
    assertThat(failing(output, checkpoints).exit()).isEqualTo(1);
    FailingInput.plan(checkpoints, 0);
    JobRun resumed = failing(output, checkpoints);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exit()).isZero();
    assertThat(resumed.out()).contains("goes on from " + checkpoints);
    assertThat(JobRun.everything(output)).isEqualTo(JobRun.everything(calm));
  }
}
