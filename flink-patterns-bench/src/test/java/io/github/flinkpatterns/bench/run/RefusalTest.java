// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is reported of ways that do not do the same job. */
class RefusalTest {

  @TempDir Path folder;

  private static final Visits VISITS = Visits.uniform(10, Visits.FOR_EVER, 0);

  /** Sends amounts from {@code from} on, plus {@code more}. */
  private static final class Amounts extends KeyedProcessFunction<String, Visit, Long> {
    private final long from;
    private final long more;

    Amounts(long from, long more) {
      this.from = from;
      this.more = more;
    }

    @Override
    public void processElement(Visit visit, Context context, Collector<Long> out) {
      if (visit.amount() >= from) {
        out.collect(visit.amount() + more);
      }
    }
  }

  private static Way<Visit, Long> amounts(String name, long from, long more) {
    return Way.of(
        name,
        visits ->
            visits
                .keyBy(Visit::user, Types.STRING)
                .process(new Amounts(from, more))
                .returns(Types.LONG),
        amount -> amount);
  }

  private static Question<Visit> question(Way<Visit, Long> one, Way<Visit, Long> other) {
    return new Question<>("test", "Amounts", "", VISITS).with(one).with(other);
  }

  private void run(Question<Visit> question) throws Exception {
    new PairedRun<>(question, Pace.of(1_000, 0, 1))
        .run(new Setup("hashmap", folder), (title, done, all) -> {});
  }

  @Test
  void fewerResultsAreRefused() {
    assertThatThrownBy(() -> run(question(amounts("all", 0, 0), amounts("some", 5_000, 0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Results differ")
        .hasMessageContainingAll("'all'", "1,000", "'some'");
  }

  @Test
  void asManyResultsOfOtherContentAreRefused() {
    assertThatThrownBy(() -> run(question(amounts("right", 0, 0), amounts("wrong", 0, 1))))
        .hasMessageContaining("of other content");
  }

  @Test
  void noResultsAreNoProof() {
    assertThatThrownBy(() -> run(question(amounts("a", 10_000, 0), amounts("b", 10_000, 0))))
        .hasMessageContaining("no results to compare");
  }

  @Test
  void wholeJobsAreHeldToTheSame() {
    assertThatThrownBy(
            () ->
                new JobRun<>(
                        question(amounts("right", 0, 0), amounts("wrong", 0, 1)),
                        Pace.of(1_000, 0, 1),
                        1)
                    .run(new Setup("hashmap", folder), (title, done, all) -> {}))
        .hasMessageStartingWith("Results differ");
  }
}
