// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkpatterns.buffer.Batch.Reason;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is held without keys, in operator state. */
@Tag("every-flink")
class LocalBuffersTest {

  /** One matrix for each cell: what leaves at which step depends on the instances. */
  private static final List<Cell> CELLS =
      List.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1)),
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(2, 4, 1)));

  private static Batcher.Builder<Signal> builder() {
    return Batcher.on(Signal.class).emitAfter(Duration.ofMillis(40));
  }

  private static Scenario<Void, Signal, Void, Batch<Signal>> scenario(Batcher<Signal> batcher) {
    return Scenario.of(FastHost.operator(batcher.logic())).notKeyed();
  }

  private static Signal at(long at) {
    return new Signal("k", "a", 0, at);
  }

  private static Batch<Signal> batch(long first, long last, Reason reason, Signal... signals) {
    return new Batch<>(List.of(signals), first, last, 25L * signals.length, reason);
  }

  @Test
  void aBatchLeavesByCountTimeAndEnd() {
    Batcher<Signal> batcher = builder().maxEvents(3).build();
    scenario(batcher)
        .event(at(11), 11)
        .event(at(14), 14)
        .event(at(12), 12)
        .expect(batch(11, 14, Reason.COUNT, at(11), at(14), at(12)))
        .event(at(15), 15)
        .watermark(54)
        .expectNothing()
        .watermark(55)
        .expect(batch(15, 15, Reason.TIME, at(15)))
        .eventWithoutTime(at(1))
        .expectSide(batcher.withoutTimestamp(), at(1))
        .event(at(60), 60)
        .endOfInput()
        .expect(batch(60, 60, Reason.TIME, at(60))) // with the last watermark
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN, new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1))));
    Batcher<Signal> byClock =
        Batcher.on(Signal.class).emitAfterProcessingTime(Duration.ofSeconds(5)).build();
    scenario(byClock)
        .processingTime(1_000)
        .eventWithoutTime(at(1))
        .processingTime(5_000)
        .event(at(2), 2)
        .processingTime(5_999)
        .expectNothing()
        .processingTime(6_000)
        .expect(batch(Long.MIN_VALUE, 2, Reason.TIME, at(1), at(2)))
        .event(at(3), 3)
        .endOfInput()
        .expect(batch(3, 3, Reason.END, at(3)))
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN, new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1))));
  }

  private static void assertHolds(List<Batch<Signal>> batches, List<Signal.Step> steps) {
    assertThat(batches.stream().flatMap(batch -> batch.events().stream()))
        .containsExactlyInAnyOrderElementsOf(Signal.signals(steps));
    assertThat(batches)
        .allSatisfy(
            batch -> {
              assertThat(batch.events()).hasSizeLessThanOrEqualTo(4);
              assertThat(batch.bytes()).isLessThanOrEqualTo(120);
            });
  }

  @Test
  void everyEventIsInOneBatchThroughRestoresAndCrashes() {
    List<Signal.Step> steps = Signal.steps(1, 80, 4, 12);
    for (Recovery recovery : Recovery.values()) {
      assertHolds(
          Signal.script(scenario(builder().maxEvents(7).maxBytes(120).build()), steps)
              .endOfInput()
              .verify(ExecutionMatrix.of(new Cell(Backend.HASHMAP, recovery, List.of(1, 3))))
              .values(),
          steps);
    }
  }

  /** By hand: where Flink sends the parts of several instances differs from run to run. */
  @Test
  void everyEventIsInOneBatchWhenInstancesBecomeFewerAndMore() {
    List<Signal.Step> steps = Signal.steps(1, 80, 4, 12);
    List<Batch<Signal>> batches = new ArrayList<>();
    int[] parallelism = {3, 1, 4, 2};
    int done = 0;
    try (var driver = OperatorDriver.of(scenario(builder().maxEvents(7).maxBytes(120).build()))) {
      for (Signal.Step step : steps) {
        if (step.signal() == null) {
          driver.watermark(step.watermark());
        } else {
          driver.event(step.signal(), step.signal().at());
        }
        batches.addAll(driver.outputs());
        if (++done % 7 == 0) {
          driver.restart(parallelism[done / 7 % 4]);
        }
      }
      driver.endOfInput();
      batches.addAll(driver.outputs());
    }
    assertHolds(batches, steps);
  }

  private static PartialAggregator<Signal, String, Long, Long> partial(int maxPartials) {
    return PartialAggregator.on(Signal.class)
        .keyedBy(Signal::key, String.class)
        .aggregate(new Signal.Sum(), Types.LONG)
        .perSlice(Duration.ofMillis(10))
        .maxPartials(maxPartials)
        .build();
  }

  @Test
  void eventsOfATypeThatAClassDoesNotTellAreAggregated() {
    TypeInformation<Tuple2<String, Signal>> type =
        Types.TUPLE(Types.STRING, TypeInformation.of(Signal.class));
    PartialAggregator<Tuple2<String, Signal>, String, Long, Long> partial =
        PartialAggregator.on(type)
            .keyedBy(event -> event.f0, String.class)
            .aggregate(new Counting(), Types.LONG)
            .perSlice(Duration.ofMillis(10))
            .build();
    Scenario.of(FastHost.operator(partial.logic()))
        .notKeyed()
        .event(Tuple2.of("k", at(1)), 1)
        .event(Tuple2.of("k", at(2)), 2)
        .watermark(9)
        .expect(new Partial<>("k", 0, 2L, 2))
        .verify();
  }

  /** Counts. */
  private static final class Counting
      implements AggregateFunction<Tuple2<String, Signal>, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Tuple2<String, Signal> event, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  private static Map<String, Long> sums(List<Partial<String, Long>> partials) {
    Map<String, Long> sums = new TreeMap<>();
    for (Partial<String, Long> p : partials) {
      sums.merge(p.key() + "@" + p.sliceStartMillis(), p.accumulator(), Long::sum);
      sums.merge(p.key() + "#" + p.sliceStartMillis(), p.events(), Long::sum);
    }
    return sums;
  }

  @Test
  void partialAggregatesAddUpThroughRestoresCrashesAndRescaling() {
    List<Signal.Step> steps = Signal.steps(2, 80, 5, 12);
    List<Partial<String, Long>> expected = new ArrayList<>();
    for (Signal signal : Signal.signals(steps)) {
      expected.add(new Partial<>(signal.key(), signal.at() / 10 * 10, (long) signal.value(), 1));
    }
    expected.add(new Partial<>("k1", 900, 1_000L, 1));
    for (Cell cell : CELLS) {
      for (int maxPartials : new int[] {3, 1_000}) {
        Outcome<Partial<String, Long>> outcome =
            Signal.script(
                    Scenario.of(FastHost.operator(partial(maxPartials).logic())).notKeyed(), steps)
                .event(new Signal("k1", "a", 1_000, 900), 900) // late; leaves at once
                .endOfInput()
                .verify(ExecutionMatrix.of(cell));
        assertThat(sums(outcome.values())).as(cell.toString()).isEqualTo(sums(expected));
        assertThat(outcome.emitted())
            .allSatisfy(
                each ->
                    assertThat(each.timestamp()).isEqualTo(each.value().sliceStartMillis() + 9));
      }
    }
  }

  @Test
  void partialAggregatesOfOneKeyAreMergedWhenInstancesAreFewer() {
    var partial = partial(100);
    Outcome<Partial<String, Long>> outcome =
        Scenario.of(FastHost.operator(partial.logic()))
            .notKeyed()
            .event(new Signal("k", "a", 1, 5), 5)
            .event(new Signal("k", "a", 2, 6), 6)
            .event(new Signal("k", "a", 4, 7), 7)
            .event(new Signal(null, "a", 4, 7), 7)
            .eventWithoutTime(new Signal("k", "a", 4, 7))
            .watermark(0)
            .watermark(1)
            .watermark(9)
            .verify(
                ExecutionMatrix.of(
                    new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(3, 1))));
    assertThat(outcome.values()).containsExactly(new Partial<>("k", 0, 7L, 3));
    assertThat(outcome.values(partial.nullKeys())).hasSize(1);
    assertThat(outcome.values(partial.withoutTimestamp())).hasSize(1);
  }

  @Test
  void theStateOfTheFirstReleaseIsRead() {
    StateCompatibility.of(
            scenario(builder().maxEvents(9).build())
                .event(at(11), 11)
                .event(at(14), 14)
                .watermark(10)
                .savepoint()
                .event(at(12), 12)
                .watermark(54)
                .watermark(200))
        .verify(Path.of("src/test/resources/golden/batcher-v1.snap"));
    StateCompatibility.of(
            Scenario.of(FastHost.operator(partial(100).logic()))
                .notKeyed()
                .event(new Signal("k", "a", 1, 5), 5)
                .event(new Signal("l", "a", 2, 6), 6)
                .event(new Signal("k", "a", 4, 17), 17)
                .savepoint()
                .event(new Signal("k", "a", 8, 7), 7)
                .watermark(9)
                .watermark(200))
        .verify(Path.of("src/test/resources/golden/partial-aggregator-v1.snap"));
  }

  /** What the golden files above hold, in hex: a reader can check it by hand. */
  @Test
  void theBytesOfTheFirstReleaseAreWrittenAndRead() throws IOException {
    same(
        new HeldSerializer<>(StringSerializer.INSTANCE),
        new Held<>("ab", 1_000, -3, 3),
        "01d00f050303" + "6162");
    same(
        new PartialSerializer<>(StringSerializer.INSTANCE, LongSerializer.INSTANCE),
        new Partial<>("k", 1_000, 7L, 300),
        "01d00fac02" + "026b" + "0000000000000007");
  }

  private static <T> void same(TypeSerializer<T> serializer, T value, String hex)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(32);
    serializer.serialize(serializer.copy(value), out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(hex);
    assertThat(serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(hex))))
        .isEqualTo(value);
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().maxEvents(2_000_000))
        .withMessage(
            "Batcher: parameter 'maxEvents': 2000000 must be in 1..1000000; pass such a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> partial(0))
        .withMessage(
            "PartialAggregator: parameter 'maxPartials': 0 must be in 1..10000000; pass such a"
                + " number");
  }
}
