// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.Recommended;
import io.github.flinkpatterns.examples.input.FailingInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every stream of the job against a batch computation over what the generator knows. */
class StorefrontTruthTest {

  private static final int LINES = 10_000;
  private static final int SEED = 11;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private static StoreReference truth() throws IOException {
    StoreReference truth = new StoreReference(LINES, SEED);
    // The comparison is worth something only if there is something to find.
    assertThat(truth.duplicates).isNotEmpty();
    assertThat(truth.malformed).isPositive();
    assertThat(truth.alerts())
        .anyMatch(alert -> alert.startsWith("failed-logins"))
        .anyMatch(alert -> alert.startsWith("purchase-burst"))
        .anyMatch(alert -> alert.startsWith("high-spending"));
    return truth;
  }

  private static void check(StoreReference truth, Path output) throws IOException {
    assertThat(texts(output, "sessions", StorefrontTruthTest::session))
        .isEqualTo(truth.sessions(1_800_000));
    assertThat(texts(output, "duplicates", d -> text(d, "eventId", "repetition")))
        .isEqualTo(truth.duplicates);
    assertThat(texts(output, "revenue", StorefrontTruthTest::revenue)).isEqualTo(truth.revenue());
    assertThat(
            texts(
                output,
                "top-products",
                p -> text(p, "windowStartMillis", "windowEndMillis", "rank", "itemId", "revenue")))
        .isEqualTo(truth.topProducts(5));
    assertThat(texts(output, "profiles", StorefrontTruthTest::profile)).isEqualTo(truth.profiles());
    assertThat(
            texts(
                output, "alerts", a -> text(a, "ruleId", "key", "eventId", "value", "suppressed")))
        .isEqualTo(truth.alerts());
    assertThat(JobRun.lines(output, "late")).isEmpty();
    assertThat(JobRun.lines(output, "rejected")).hasSize(truth.malformed);
    Recommended.assertOnceEach(output, truth.itemEvents);
  }

  private static List<String> texts(Path output, String stream, Function<JsonNode, String> text)
      throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode record : JobRun.records(output, stream)) {
      texts.add(text.apply(record));
    }
    return texts.stream().sorted().toList();
  }

  private static String text(JsonNode record, String... fields) {
    StringBuilder text = new StringBuilder();
    for (String field : fields) {
      JsonNode value = record.path(field);
      text.append(text.isEmpty() ? "" : " ")
          .append(
              field.equals("revenue")
                  ? String.format(Locale.ROOT, "%.2f", value.asDouble())
                  : value.asText());
    }
    return text.toString();
  }

  private static Map<String, Long> counts(JsonNode record) {
    return JSON.convertValue(record.path("counts"), new TypeReference<>() {});
  }

  private static String session(JsonNode session) {
    assertThat(session.path("closeReason").asText()).isEqualTo("inactivity");
    return text(session, "key", "startMillis", "endMillis", "events")
        + " "
        + new TreeMap<>(counts(session));
  }

  private static String revenue(JsonNode minute) {
    return text(minute, "windowStartMillis", "windowEndMillis", "revenue", "orders")
        + String.format(Locale.ROOT, " %.4f", minute.path("average").asDouble());
  }

  private static String profile(JsonNode profile) {
    Map<String, Double> interests =
        JSON.convertValue(profile.path("interests"), new TypeReference<>() {});
    return StoreReference.profile(
        profile.path("userId").asText(),
        profile.path("updatedMillis").asLong(),
        interests,
        counts(profile));
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
  void everyStreamIsTheTruthAtEveryParallelismAndBackend() throws IOException {
    StoreReference truth = truth();
    Path two = run("two", "--events", LINES, "--seed", SEED);
    check(truth, two);
    Path file = TestFiles.gzip(dir.resolve("in/events.jsonl.gz"), truth.lines);
    Path rocks = run("rocks", "--input", file, "--parallelism", 1, "--backend", "rocksdb");
    check(truth, rocks);
    // All that is written, not only what is compared above.
    Path one = run("one", "--input", file, "--parallelism", 1);
    assertThat(Recommended.keys(one)).isEqualTo(truth.itemEvents);
    Map<String, List<String>> all = JobRun.everything(one);
    assertThat(JobRun.everything(rocks)).isEqualTo(all);
    Map<String, List<String>> others = JobRun.everything(two);
    others.keySet().removeAll(List.of("recommendations", "rejected"));
    all.keySet().removeAll(List.of("recommendations", "rejected"));
    assertThat(others).isEqualTo(all);
  }

  @Test
  void theRankingIsAsLongAsAskedFor() throws IOException {
    StoreReference truth = new StoreReference(3_000, 4);
    Path output = run("top", "--events", 3_000, "--seed", 4, "--top", 2);
    assertThat(
            texts(
                output,
                "top-products",
                p -> text(p, "windowStartMillis", "windowEndMillis", "rank", "itemId", "revenue")))
        .isEqualTo(truth.topProducts(2));
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

  private static JobRun failing(Path output, Path checkpoints, int parallelism, String backend) {
    return JobRun.of(
        new CommandLine(new FailingStorefront(checkpoints)),
        "--events=" + LINES,
        "--seed=" + SEED,
        "--parallelism=" + parallelism,
        "--backend=" + backend,
        "--output=" + output,
        "--checkpoint-dir=" + checkpoints);
  }

  @ParameterizedTest
  @CsvSource({"1,hashmap", "2,rocksdb"})
  void everyStreamIsTheTruthInSpiteOfFailuresAndOfAStop(int parallelism, String backend)
      throws IOException {
    Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
    Path output = dir.resolve("crashed");
    FailingInput.plan(checkpoints, 4); // one more than a run survives
    assertThat(failing(output, checkpoints, parallelism, backend).exit()).isEqualTo(1);
    FailingInput.plan(checkpoints, 0);
    JobRun resumed = failing(output, checkpoints, parallelism, backend);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exit()).isZero();
    assertThat(resumed.out()).contains("goes on from " + checkpoints);
    StoreReference truth = truth();
    check(truth, output);
    if (parallelism == 1) { // recommendations too are those of a run without failures
      Path calm = run("calm", "--events", LINES, "--seed", SEED, "--parallelism", 1);
      assertThat(JobRun.everything(output)).isEqualTo(JobRun.everything(calm));
    }
  }
}
