// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.OutputTag;

/** Two streams, and how these tests run them. */
final class Two {

  static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  static final ExecutionMatrix HARD =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1)));

  /** An event of the first stream. */
  public record Click(String ad, int id, long at) {}

  /** An event of the second stream. */
  public record View(String ad, int id, long at) {}

  /** A click, a view or a watermark. */
  record Step(Click click, View view, long watermark) {}

  private Two() {}

  static List<Step> steps(long seed, int count, int keys, int disorder, int views) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long now = 1_000;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(6);
      String ad = "ad" + random.nextInt(keys);
      long at = now - random.nextInt(disorder);
      steps.add(
          random.nextInt(10) < views
              ? new Step(null, new View(ad, i, at), 0)
              : new Step(new Click(ad, i, at), null, 0));
      if (i % 6 == 5) {
        steps.add(new Step(null, null, now - disorder));
      }
    }
    return steps;
  }

  static List<Click> clicks(List<Step> steps) {
    return steps.stream().map(Step::click).filter(click -> click != null).toList();
  }

  static List<View> views(List<Step> steps) {
    return steps.stream().map(Step::view).filter(view -> view != null).toList();
  }

  static <OUT> Scenario<String, Click, View, OUT> script(
      Scenario<String, Click, View, OUT> start, List<Step> steps) {
    var scenario = start;
    for (Step step : steps) {
      if (step.click() != null) {
        scenario = scenario.event(step.click(), step.click().at());
      } else if (step.view() != null) {
        scenario = scenario.secondEvent(step.view(), step.view().at());
      } else {
        scenario = scenario.watermark(step.watermark());
      }
    }
    return scenario.watermark(100_000);
  }

  static String pair(Click click, View view) {
    return click.ad() + " " + click.id() + "+" + view.id();
  }

  static String alone(String side, int id, Unmatched.Reason reason) {
    return side + " " + id + " " + reason;
  }

  /** Returns everything that left, sorted. */
  static List<String> lines(
      Outcome<Joined<Click, View>> outcome,
      OutputTag<Unmatched<Click>> left,
      OutputTag<Unmatched<View>> right) {
    List<String> lines = new ArrayList<>();
    outcome.values().forEach(joined -> lines.add(pair(joined.left(), joined.right())));
    outcome.values(left).forEach(u -> lines.add(alone("click", u.event().id(), u.reason())));
    outcome.values(right).forEach(u -> lines.add(alone("view", u.event().id(), u.reason())));
    return lines.stream().sorted().toList();
  }

  static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    return env;
  }

  static DataStream<Click> clicks(StreamExecutionEnvironment env, List<Step> steps, int disorder) {
    return env.fromData(clicks(steps), TypeInformation.of(Click.class))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Click>forBoundedOutOfOrderness(Duration.ofMillis(disorder))
                .withTimestampAssigner((click, unused) -> click.at()));
  }

  static DataStream<View> views(StreamExecutionEnvironment env, List<Step> steps, int disorder) {
    return env.fromData(views(steps), TypeInformation.of(View.class))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<View>forBoundedOutOfOrderness(Duration.ofMillis(disorder))
                .withTimestampAssigner((view, unused) -> view.at()));
  }

  @SuppressWarnings("try") // closing may be interrupted
  static <T> List<T> collect(DataStream<T> stream) throws Exception {
    List<T> all = new ArrayList<>();
    try (CloseableIterator<T> each = stream.executeAndCollect()) {
      each.forEachRemaining(all::add);
    }
    return all;
  }
}
