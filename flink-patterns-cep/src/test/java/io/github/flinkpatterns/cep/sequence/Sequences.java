// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternChecks;
import io.github.flinkpatterns.cep.PatternSpec;
import io.github.flinkpatterns.cep.bridge.Timed;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Every pattern of this room, with what it should find, and ways to run it. */
@SuppressWarnings("ImmutableEnumChecker") // Nothing of it is changed; Error Prone cannot see it.
enum Sequences {
  LOGIN_THEN_HIGH_VALUE(
      bounded(
              LoginThenHighValue.on(Tick.class)
                  .keyedBy(Tick::key, String.class)
                  .login(tick -> tick.is("a"))
                  .amount(tick -> tick.is("c") ? tick.value() : null)
                  .above(100))
          .build(),
      batch ->
          batch.firstThenLast(
              tick -> tick.is("a"),
              tick -> false,
              tick -> tick.is("c") && tick.value() > 100,
              "login",
              "transaction"),
      "a",
      "c",
      "x"),

  ABSENCE_BETWEEN(
      bounded(
              SequenceWithAbsence.on(Tick.class)
                  .keyedBy(Tick::key, String.class)
                  .first(tick -> tick.has("a"))
                  .absent(tick -> tick.has("b"))
                  .last(tick -> tick.has("c")))
          .build(),
      batch ->
          batch.firstThenLast(
              tick -> tick.has("a"), tick -> tick.has("b"), tick -> tick.has("c"), "first", "last"),
      "a",
      "a",
      "b",
      "c",
      "bc",
      "ab",
      "ac",
      "x"),

  ABSENCE_AT_THE_END(
      bounded(
              SequenceWithAbsence.on(Tick.class)
                  .keyedBy(Tick::key, String.class)
                  .first(tick -> tick.has("a"))
                  .absent(tick -> tick.has("b")))
          .build(),
      batch -> batch.firstThenNothing(tick -> tick.has("a"), tick -> tick.has("b")),
      "a",
      "b",
      "ab",
      "x"),

  V_SHAPE(
      bounded(VShape.on(Tick.class).keyedBy(Tick::key, String.class).price(Tick::value).fallOf(0.1))
          .build(),
      batch -> batch.vShape(0.1),
      "x"),

  PRICE_SURGE(
      move(PriceSurge.on(Tick.class).keyedBy(Tick::key, String.class), 0.1).build(),
      batch -> batch.moveByStart(true, 0.3, 0.1),
      "x"),

  PRICE_DROP(
      move(PriceDrop.on(Tick.class).keyedBy(Tick::key, String.class), 0.1).build(),
      batch -> batch.moveByStart(false, 0.3, 0.1),
      "x"),

  /** Without near misses, which the reference of this mode does not tell. */
  PRICE_SURGE_AT_ONCE(
      move(PriceSurge.on(Tick.class).keyedBy(Tick::key, String.class), 0.3).emitAtOnce().build(),
      batch -> batch.moveAtOnce(true, 0.3),
      "x"),

  CART_ABANDONMENT(
      bounded(
              CartAbandonment.on(Tick.class)
                  .keyedBy(Tick::key, String.class)
                  .added(tick -> tick.is("add"))
                  .purchased(tick -> tick.is("buy"))
                  .emptied(tick -> tick.is("empty")))
          .build(),
      Batch::carts,
      "add",
      "add",
      "buy",
      "empty",
      "x");

  final PatternSpec<String, Tick> spec;
  final Consumer<Batch> batch;
  final String[] types;

  Sequences(PatternSpec<String, Tick> spec, Consumer<Batch> batch, String... types) {
    this.spec = spec;
    this.batch = batch;
    this.types = types;
  }

  private static <B extends PatternBuilder<String, Tick, B>> B bounded(B builder) {
    return builder.within(Duration.ofMillis(Tick.WINDOW)).breakTiesBy(Tick::byId);
  }

  private static <B extends MoveBuilder<String, Tick, B>> B move(B builder, double nearMissFrom) {
    return bounded(builder).price(Tick::value).moreThan(0.3).nearMissFrom(nearMissFrom);
  }

  /** An event that begins a match, and keeps state for as long as it can. */
  Tick beginning(String key, long time) {
    return new Tick(key, time, types[0], 100, 0);
  }

  /** Runs flink-cep's own operator, for a pattern that it finds. */
  Scenario<String, Timed<Tick>, Void, Object> cep() {
    return PatternChecks.cep(
        spec,
        StreamExecutionEnvironment.getExecutionEnvironment()
            .fromData(List.of(beginning("k", 0)), TypeInformation.of(Tick.class)),
        timed -> timed.event().key());
  }

  List<Tick> random(long seed, int keys, int perKey) {
    return Tick.random(seed, keys, perKey, types);
  }

  /**
   * Runs the pattern in a job over the events, which arrive up to {@code disorder} after their
   * time.
   *
   * @param stepwise whether the watermark follows each event, and does not come at the end alone
   */
  // Flink declares that closing may be interrupted; a test has nothing to do about it.
  @SuppressWarnings("try")
  static List<String> run(
      StreamExecutionEnvironment env,
      PatternSpec<String, Tick> spec,
      List<Tick> events,
      int disorder,
      boolean stepwise)
      throws Exception {
    Random random = new Random(events.size());
    TreeMap<Long, List<Tick>> byArrival = new TreeMap<>();
    for (Tick tick : events) {
      byArrival
          .computeIfAbsent(tick.time() + random.nextInt(disorder + 1), at -> new ArrayList<>())
          .add(0, tick);
    }
    List<Tick> shuffled = new ArrayList<>();
    byArrival.values().forEach(shuffled::addAll);
    env.setParallelism(2);
    env.getCheckpointConfig().disableCheckpointing();
    DataStream<Tick> stream =
        env.fromData(shuffled, TypeInformation.of(Tick.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tick>forGenerator(at -> new Behind(stepwise, disorder))
                    .withTimestampAssigner((tick, at) -> tick.time()));
    var matches = spec.applyTo(stream, "pattern");
    List<String> found = new ArrayList<>();
    try (CloseableIterator<String> results =
        matches
            .map(match -> Tick.text(match))
            .returns(Types.STRING)
            .union(
                matches
                    .getSideOutput(spec.timedOut())
                    .map(near -> Tick.text(near))
                    .returns(Types.STRING),
                matches
                    .getSideOutput(spec.late())
                    .map(late -> Tick.text(late))
                    .returns(Types.STRING))
            .executeAndCollect()) {
      results.forEachRemaining(found::add);
    }
    return found;
  }

  private record Behind(boolean stepwise, int disorder) implements WatermarkGenerator<Tick> {
    @Override
    public void onEvent(Tick tick, long time, WatermarkOutput output) {
      if (stepwise) {
        output.emitWatermark(new Watermark(time - disorder - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
