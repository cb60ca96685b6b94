// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose time is over ends with what it has. */
class LateTest {

  @TempDir Path folder;

  private static final class Amounts extends KeyedProcessFunction<String, Visit, Long> {
    @Override
    public void processElement(Visit visit, Context context, Collector<Long> out) {
      out.collect(visit.amount());
    }
  }

  private static Way<Visit, Long> amounts(String name) {
    return Way.of(
        name,
        visits ->
            visits.keyBy(Visit::user, Types.STRING).process(new Amounts()).returns(Types.LONG),
        amount -> amount);
  }

  private static Question<Visit> question() {
    return new Question<>("test", "Amounts", "", Visits.uniform(10, Visits.FOR_EVER, 0))
        .with(amounts("a"))
        .with(amounts("b"));
  }

  /** Is late from the step of this number on. */
  private static Progress lateFrom(int step) {
    return new Progress() {
      private int steps;

      @Override
      public void step(String title, int done, int all) {
        steps++;
      }

      @Override
      public boolean late() {
        return steps >= step;
      }
    };
  }

  private Comparison paired(Progress progress) throws Exception {
    return new PairedRun<>(question().withBareRocksDb(), Pace.of(1_000, 2, 50))
        .run(new Setup("rocksdb", folder), progress);
  }

  @Test
  void theRoundsSoFarAreReportedWithEveryBaseline() throws Exception {
    assertThat(paired(lateFrom(5)).costs())
        .allSatisfy(cost -> assertThat(cost.micros()).hasSize(3).allMatch(micros -> micros > 0))
        .extracting(Cost::name)
        .containsExactly("a", "b", Baselines.NOTHING, Baselines.ONE_VALUE, Baselines.BARE);
  }

  @Test
  void withoutARoundThereIsNothingToReport() {
    assertThatThrownBy(() -> paired(lateFrom(2)))
        .isInstanceOf(Progress.LateException.class)
        .hasMessageContaining("Amounts on rocksdb: no time was left");
  }

  @Test
  void wholeJobsEndAsSoon() throws Exception {
    Comparison comparison =
        new JobRun<>(question(), Pace.of(1_000, 0, 50), 1)
            .run(new Setup("hashmap", folder), lateFrom(1));
    assertThat(comparison.costs()).allSatisfy(cost -> assertThat(cost.micros()).hasSize(1));
  }
}
