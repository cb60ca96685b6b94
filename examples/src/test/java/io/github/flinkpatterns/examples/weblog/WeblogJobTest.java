// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.generate.Delivery;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WeblogJobTest {

  private static final long GAP = 5 * 60_000;

  @TempDir Path dir;

  private static List<String> generated(int lines, long seed) {
    List<String> generated = new ArrayList<>();
    new LogGenerator(lines, seed).forEachRemaining(delivery -> generated.add(delivery.line()));
    return generated;
  }

  private Path run(String output, Object... more) {
    Path folder = dir.resolve(output);
    List<Object> arguments = new ArrayList<>(List.of("weblog", "--output", folder, "--gap", "5m"));
    arguments.addAll(List.of(more));
    JobRun run = JobRun.of(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  private static List<String> sessions(Path output) throws IOException {
    return fields(output, "sessions", "key", "startMillis", "endMillis", "events", "bytes");
  }

  private static List<String> fields(Path output, String stream, String... names)
      throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode record : JobRun.records(output, stream)) {
      rows.add(String.join(" ", Stream.of(names).map(name -> record.path(name).asText()).toList()));
    }
    Collections.sort(rows);
    return rows;
  }

  private static Map<String, List<String>> withoutRejected(Path output) throws IOException {
    Map<String, List<String>> streams = JobRun.everything(output);
    streams.remove("rejected"); // its line numbers differ with the order of the lines
    return streams;
  }

  @Test
  void givesTheSameRecordsForEveryParallelismBackendOrderAndDivisionIntoFiles() throws IOException {
    List<String> lines = generated(6_000, 3);
    List<LogLine> parsed = WeblogReference.parsed(lines);
    Path plain = run("plain", "--input", TestFiles.plain(dir.resolve("in/all.log"), lines));
    assertThat(sessions(plain)).isEqualTo(WeblogReference.sessions(parsed, GAP));
    assertThat(fields(plain, "traffic", "windowStartMillis", "requests", "bytes", "errors"))
        .isEqualTo(WeblogReference.traffic(parsed));
    assertThat(JobRun.lines(plain, "rejected")).hasSize(lines.size() - parsed.size());
    assertThat(JobRun.lines(plain, "alerts")).isNotEmpty();
    assertThat(JobRun.lines(plain, "late")).isEmpty();
    assertThat(JobRun.lines(plain, "late-traffic")).isEmpty();

    Path gzip = TestFiles.gzip(dir.resolve("in/all.log.gz"), lines);
    Path rocks = run("rocks", "--input", gzip, "--parallelism", "1", "--backend", "rocksdb");
    assertThat(withoutRejected(rocks)).isEqualTo(withoutRejected(plain));

    Path shuffled = TestFiles.plain(dir.resolve("in/shuffled.log"), shuffledWithin(60_000, lines));
    assertThat(withoutRejected(run("shuffled", "--input", shuffled, "--parallelism", "3")))
        .isEqualTo(withoutRejected(plain));

    Map<String, List<String>> byHost = new TreeMap<>();
    for (String line : lines) {
      byHost.computeIfAbsent("" + line.hashCode() % 3, host -> new ArrayList<>()).add(line);
    }
    for (Map.Entry<String, List<String>> part : byHost.entrySet()) {
      TestFiles.gzip(dir.resolve("parts/" + part.getKey() + ".gz"), part.getValue());
    }
    assertThat(withoutRejected(run("parts-out", "--input", dir.resolve("parts"))))
        .isEqualTo(withoutRejected(plain));
  }

  /** Moves each line back by up to the bound, the bound itself included. */
  private static List<String> shuffledWithin(long boundMillis, List<String> lines) {
    Random random = new Random(5);
    record Moved(long at, String line) {}
    List<Moved> moved = new ArrayList<>();
    for (String line : lines) {
      for (LogLine parsed : WeblogReference.parsed(List.of(line))) {
        long by = random.nextBoolean() ? boundMillis : random.nextLong(boundMillis + 1);
        moved.add(new Moved(parsed.timestampMillis() + by, line));
      }
    }
    Collections.shuffle(moved, random); // decides among equals, with the stable sort
    moved.sort(java.util.Comparator.comparingLong(Moved::at));
    return moved.stream().map(Moved::line).toList();
  }

  private static String request(String host, String time) {
    return host + " - - [01/Aug/1995:" + time + " +0000] \"GET / HTTP/1.0\" 200 10";
  }

  @Test
  void correctsASessionWithinTheAllowedLatenessAndPutsTheRestAside() throws IOException {
    List<String> lines =
        List.of(
            request("a", "10:00:00"),
            request("b", "10:10:00"), // closes the session of a, which ends at 10:05
            request("a", "10:02:00"), // its session is closed, but not for long
            request("b", "12:00:00"),
            request("a", "10:03:00")); // nobody remembers
    Path file = TestFiles.plain(dir.resolve("late.log"), lines);
    Path strict = run("strict", "--input", file);
    assertThat(fields(strict, "sessions", "key", "events", "closeReason", "revision"))
        .containsExactly("a 1 inactivity 1", "b 1 inactivity 1", "b 1 inactivity 1");
    assertThat(fields(strict, "late", "key", "timestampMillis"))
        .containsExactly("a 807271320000", "a 807271380000");
    Path lenient = run("lenient", "--input", file, "--allowed-lateness", "10m");
    assertThat(fields(lenient, "sessions", "key", "events", "closeReason", "revision"))
        .containsExactly(
            "a 1 inactivity 1", "a 2 inactivity 2", "b 1 inactivity 1", "b 1 inactivity 1");
    assertThat(fields(lenient, "late", "key", "timestampMillis")).containsExactly("a 807271380000");
    assertThat(fields(lenient, "late-traffic", "key", "timestampMillis"))
        .containsExactly("a 807271320000", "a 807271380000");
  }

  @Test
  void dropsIdenticalLinesOnDemandOnly() throws IOException {
    List<String> lines = generated(3_000, 4);
    List<LogLine> parsed = WeblogReference.parsed(lines);
    List<LogLine> unique = List.copyOf(new HashSet<>(parsed));
    assertThat(unique).hasSizeLessThan(parsed.size());
    Path output = run("unique", "--events", 3_000, "--seed", 4, "--deduplicate");
    assertThat(sessions(output)).isEqualTo(WeblogReference.sessions(unique, GAP));
    assertThat(JobRun.lines(output, "duplicates")).hasSize(parsed.size() - unique.size());
    assertThat(new HashSet<>(JobRun.lines(output, "duplicates")))
        .hasSize(parsed.size() - unique.size());
  }

  @Test
  void cutsSessionsAtTheMaximumDuration() throws IOException {
    List<LogLine> parsed = WeblogReference.parsed(generated(4_000, 6));
    Path output = run("cut", "--events", 4_000, "--seed", 6, "--max-duration", "6m");
    assertThat(sessions(output)).isEqualTo(WeblogReference.sessions(parsed, GAP, 360_000));
    assertThat(fields(output, "sessions", "closeReason")).contains("inactivity", "max-duration");
  }

  @Test
  void aLineThatIsTooLateToBeJudgedIsLate() throws IOException {
    String old = request("a", "10:00:00");
    Path file =
        TestFiles.plain(
            dir.resolve("old.log"), List.of(request("a", "10:00:00").replace("01/", "04/"), old));
    Path output = run("old", "--input", file, "--deduplicate");
    assertThat(fields(output, "late", "line")).containsExactly(old);
    assertThat(sessions(output)).hasSize(1);
  }

  @Test
  void alertsOnTooManyRequestsAndTooManyErrorsWithinAMinute() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      lines.add(request("busy", "10:00:30"));
      if (i < 100) {
        lines.add(request("fine", "10:00:31"));
      }
      if (i < 10) {
        lines.add(request("lost", "10:00:32").replace("200", "404"));
      }
      if (i < 9) {
        lines.add(request("clumsy", "10:00:33").replace("200", "500"));
      }
    }
    Path output = run("alerts", "--input", TestFiles.plain(dir.resolve("a.log"), lines));
    assertThat(fields(output, "alerts", "pattern", "key", "startMillis", "endMillis", "events"))
        .containsExactly(
            "error-burst lost 807271200000 807271260000 10",
            "request-rate busy 807271200000 807271260000 101");
  }

  @Test
  void keepsTheReasonTheSourceAndTheNumberOfARejectedLine() throws IOException {
    Path file =
        TestFiles.plain(
            dir.resolve("bad.log"), List.of(request("a", "10:00:00"), "", "\uD83D\uDE00 nonsense"));
    assertThat(fields(run("bad", "--input", file), "rejected", "source", "line", "reason", "text"))
        .containsExactly(
            file + " 2 the line is empty ",
            file + " 3 time: [dd/Mon/yyyy:hh:mm:ss +hhmm] was not found \uD83D\uDE00 nonsense");
  }

  @Test
  void failsWithTheNameOfADamagedFile() throws IOException {
    Path whole = TestFiles.gzip(dir.resolve("whole.gz"), generated(2_000, 1));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(dir.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    JobRun run = JobRun.of("weblog", "--input", cut, "--output", dir.resolve("out"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("weblog failed: " + cut + " cannot be read behind line ")
        .contains("; log: ");
  }

  /** The job with an input that fails as planned. */
  private static final class FailingWeblog extends WeblogJob {

    private final Path checkpoints;

    FailingWeblog(Path checkpoints) {
      this.checkpoints = checkpoints;
    }

    @Override
    protected List<LineInput> inputs() {
      return super.inputs().stream()
          .<LineInput>map(input -> new FailingInput(input, 4_000, checkpoints.toString()))
          .toList();
    }
  }

  private static JobRun failing(Path output, Path checkpoints) {
    return JobRun.of(
        new CommandLine(new FailingWeblog(checkpoints)),
        "--events=20000",
        "--gap=5m",
        "--deduplicate",
        "--output=" + output,
        "--checkpoint-dir=" + checkpoints);
  }

  @Test
  void givesTheSameRecordsInSpiteOfFailuresAndOfAStop() throws IOException {
    Path calm = run("calm", "--events", 20_000, "--deduplicate");
    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    FailingInput.plan(checkpoints, 4); // one more than a run survives
    JobRun stopped = failing(output, checkpoints);
    assertThat(stopped.exit()).isEqualTo(1);
    assertThat(stopped.err().lines()).hasSize(1);
    assertThat(stopped.err()).matches("weblog failed: .*planned failure; log: .*examples.log\\R");
    assertThat(FailingInput.failuresLeft(checkpoints)).isZero();

    FailingInput.plan(checkpoints, 1);
    JobRun resumed = failing(output, checkpoints);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exit()).isZero();
    assertThat(resumed.out())
        .contains("goes on from " + checkpoints)
        .contains("weblog: 20,000 lines read");
    assertThat(FailingInput.failuresLeft(checkpoints)).isZero();
    assertThat(JobRun.everything(output)).isEqualTo(JobRun.everything(calm));
    assertThat(checkpoints).isEmptyDirectory();
  }

  @Test
  void refusesTheCheckpointsOfAnotherRun() throws IOException {
    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Files.write(checkpoints.resolve("run.txt"), List.of("weblog rocksdb other", "/elsewhere", "x"));
    JobRun run = JobRun.of("weblog", "--checkpoint-dir", checkpoints);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo(
            "--checkpoint-dir: "
                + checkpoints
                + " belongs to a run with other options; name another folder");
  }

  @Test
  void theGeneratorKeepsItsPromises() {
    List<Delivery> deliveries = new ArrayList<>();
    new LogGenerator(20_000, 9).forEachRemaining(deliveries::add);
    assertThat(deliveries).hasSize(20_000);
    List<Delivery> again = new ArrayList<>();
    new LogGenerator(20_000, 9).forEachRemaining(again::add);
    assertThat(again).isEqualTo(deliveries);
    long latest = 0;
    int outOfOrder = 0;
    for (Delivery delivery : deliveries) {
      boolean accepted = !WeblogReference.parsed(List.of(delivery.line())).isEmpty();
      assertThat(accepted).isEqualTo(delivery.kind() != Delivery.Kind.MALFORMED);
      if (accepted) {
        assertThat(delivery.timestampMillis()).isGreaterThanOrEqualTo(latest - 60_000);
        outOfOrder += delivery.timestampMillis() < latest ? 1 : 0;
        latest = Math.max(latest, delivery.timestampMillis());
      }
    }
    assertThat(outOfOrder).isGreaterThan(1_000);
  }
}
