// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.report.Report;
import io.github.flinkpatterns.bench.run.Setup;
import io.github.flinkpatterns.bench.suite.Context;
import io.github.flinkpatterns.bench.suite.Scale;
import io.github.flinkpatterns.bench.suite.Suite;
import io.github.flinkpatterns.bench.suite.Targets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every suite runs, and every way in it gives the results of the others. Nothing is timed. */
class SuitesTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

  static Stream<Arguments> suites() {
    return Arrays.stream(Suite.values())
        .flatMap(suite -> suite.backends().stream().map(backend -> Arguments.of(suite, backend)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("suites")
  void everySuiteRunsAndItsResultsAreEqual(Suite suite, String backend) throws Exception {
    suite.run(
        new Context(Scale.SMOKE, 0, new Setup(backend, folder), report, (title, done, all) -> {}));
    assertThat(report.comparisons().size() + report.tables().size()).isPositive();
    // The runner has compared them; here: that there was something to compare.
    assertThat(report.comparisons())
        .allSatisfy(each -> assertThat(each.results()).as(each.title()).isPositive());
    assertThat(report.comparisons())
        .allSatisfy(each -> assertThat(each.costs()).as(each.title()).hasSizeGreaterThan(1));
    assertThat(report.tables())
        .allSatisfy(each -> assertThat(each.rows()).as(each.title()).isNotEmpty());
  }

  @Test
  void thePageOnPerformanceNamesEveryTargetAndEverySuite() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "performance.md"));
    assertThat(Targets.check(List.of(), List.of()))
        .allSatisfy(each -> assertThat(page).contains("| " + each.target() + " |"));
    assertThat(Suite.values())
        .allSatisfy(each -> assertThat(page).contains("`" + each.title() + "`"));
  }

  @Test
  void quickFillsEveryTargetItNamesWithoutASuiteThatIsNotThere() {
    assertThat(Targets.check(report.comparisons(), report.tables()))
        .allSatisfy(
            target -> {
              assertThat(target.verdict()).isEqualTo("not measured");
              String suite = target.command().substring("run ".length());
              assertThat(Suite.named(suite)).as(target.target()).isPresent();
              assertThat(Suite.named(suite).orElseThrow().quick()).as(suite).isTrue();
            });
  }

  @Test
  void theReportHoldsWhatWasMeasuredAndNothingFromElsewhere() throws Exception {
    Main.run(
        Main.Options.of(
            "dedup", "--scale", "smoke", "--backend", "hashmap", "--output", folder.toString()),
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        (title, done, all) -> {});
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertThat(json.at("/suite").asText()).isEqualTo("dedup");
    assertThat(json.at("/comparisons/0/title").asText()).isEqualTo("Deduplication on hashmap");
    assertThat(json.at("/comparisons/0/costs/0/micros")).hasSize(2);
    assertThat(json.at("/verdicts")).isNotEmpty();
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page).contains("Deduplication on hashmap").doesNotContain("@DATA@", "http");
    assertThat(page.length()).isLessThan(100_000);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("### Targets", "`run dedup` | not measured |")
        .doesNotContain("run session");
  }

  @Test
  void aSuiteWithoutTargetsPrintsNone() throws Exception {
    Main.run(
        Main.Options.of("pattern", "--scale", "smoke", "--output", folder.toString()),
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        (title, done, all) -> {});
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("BruteForce, fast host")
        .doesNotContain("### Targets");
  }

  @Test
  void aTargetIsMeasuredFromTheComparisonItNames() {
    var fast = cost("Deduplicator, compact, fast host", .5, .5, .6);
    var ttl = cost("ValueState with TTL", 10., 9., 6.);
    var nothing = cost("nothing (keyed operator)", .1, .1, .1);
    report.add(
        new Comparison(
            "dedup",
            "Deduplication on rocksdb",
            "",
            "rocksdb",
            "",
            List.of(fast, ttl, nothing),
            1));
    assertThat(Targets.check(report.comparisons(), report.tables()))
        .filteredOn(target -> target.measured() > 0)
        .extracting(target -> target.target() + ": " + target.figure() + ", " + target.verdict())
        .containsExactly(
            "dedup, times as fast as the TTL form >= 15: 18.00 x (14.00 .. 19.00), met",
            "dedup, times the no-op operator <= 2.5: 5.00 x (5.00 .. 5.50), not met");
  }

  private static Cost cost(String name, Double... micros) {
    return new Cost(name, false, Arrays.asList(micros), List.of());
  }
}
