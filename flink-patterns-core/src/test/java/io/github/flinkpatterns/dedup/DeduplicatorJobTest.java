// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole jobs: no Kryo, events without an id, both ways to wire. */
class DeduplicatorJobTest {

  /** An event whose id may be missing. */
  public static final class Click {
    public String id;
    public long at;

    public Click() {}

    Click(String id, long at) {
      this.id = id;
      this.at = at;
    }

    @Override
    public String toString() {
      return id + "@" + at;
    }
  }

  static Stream<Deduplicator<Click, ?>> modes() {
    return Stream.of(
        within().build(),
        within().inEventTimeOrder().build(),
        within().compact(1_000).emitDuplicates().build(),
        within().approximate(1_000, 0.001).emitDuplicates().build());
  }

  private static DeduplicatorBuilder<Click, String> within() {
    return Deduplicator.on(TypeInformation.of(Click.class))
        .keyedBy(click -> click.id, String.class)
        .within(Duration.ofMillis(50))
        .emitDuplicates();
  }

  private static final List<Click> CLICKS =
      List.of(
          new Click("a", 100),
          new Click("b", 110),
          new Click("a", 120),
          new Click(null, 130),
          new Click("b", 155),
          new Click("a", 160));

  private static StreamExecutionEnvironment environment() {
    Configuration conf = new Configuration();
    conf.setString("pipeline.generic-types", "false");
    return StreamExecutionEnvironment.getExecutionEnvironment(conf).setParallelism(2);
  }

  private static <T> List<String> collected(CloseableIterator<T> records) throws Exception {
    List<String> found = new ArrayList<>();
    try (records) {
      records.forEachRemaining(record -> found.add(String.valueOf(record)));
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void applyToSendsEachEventToItsOutput(Deduplicator<Click, ?> dedup) throws Exception {
    StreamExecutionEnvironment env = environment();
    DataStream<Click> clicks =
        env.fromData(TypeInformation.of(Click.class), CLICKS.toArray(new Click[0]))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Click>forMonotonousTimestamps()
                    .withTimestampAssigner((click, before) -> click.at));
    SingleOutputStreamOperator<Click> unique = dedup.applyTo(clicks, "dedup");
    CloseableIterator<Click> kept = unique.collectAsync();
    CloseableIterator<Duplicate<Click>> duplicates =
        unique.getSideOutput(dedup.duplicates()).collectAsync();
    CloseableIterator<Click> nullKeys = unique.getSideOutput(dedup.nullKeys()).collectAsync();
    CloseableIterator<Click> late = unique.getSideOutput(dedup.late()).collectAsync();
    env.execute();
    assertThat(collected(kept)).containsExactlyInAnyOrder("a@100", "b@110", "a@160");
    assertThat(collected(duplicates)).hasSize(2).anyMatch(text -> text.contains("a@120"));
    assertThat(collected(nullKeys)).containsExactly("null@130");
    assertThat(collected(late)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void eventsWithoutTimestampsHaveAnOutputOfTheirOwn(Deduplicator<Click, ?> dedup)
      throws Exception {
    checkFunction(dedup);
  }

  private static <K> void checkFunction(Deduplicator<Click, K> dedup) throws Exception {
    StreamExecutionEnvironment env = environment();
    SingleOutputStreamOperator<Click> unique =
        env.fromData(TypeInformation.of(Click.class), new Click("a", 1), new Click("a", 1))
            .keyBy(dedup.keySelector(), dedup.keyType())
            .process(dedup.toFunction())
            .uid("dedup");
    CloseableIterator<Click> kept = unique.collectAsync();
    CloseableIterator<Click> timeless =
        unique.getSideOutput(dedup.withoutTimestamp()).collectAsync();
    env.execute();
    assertThat(collected(kept)).isEmpty();
    assertThat(collected(timeless)).containsExactly("a@1", "a@1");
  }
}
