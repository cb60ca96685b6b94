// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkpatterns.buffer.Batch.Reason;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class KeyedBatcherTest {

  private static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  private static KeyedBatcher.NeedsTime<Signal, String> keyed() {
    return KeyedBatcher.on(Signal.class).keyedBy(Signal::key, String.class);
  }

  private static KeyedBatcher<Signal, String> batcher(long waitMillis, int maxEvents) {
    return keyed().emitAfter(Duration.ofMillis(waitMillis)).maxEvents(maxEvents).build();
  }

  private static Scenario<String, Signal, Void, Batch<Signal>> scenario(
      KeyedBatcher<Signal, String> batcher) {
    return Scenario.of(batcher.toFunction()).keyedBy(Signal::key, String.class);
  }

  private static Signal at(long at) {
    return new Signal("k", "a", 0, at);
  }

  private static Batch<Signal> batch(long first, long last, Reason reason, Signal... signals) {
    // Two strings of 2 bytes, two numbers of 8, and 5 bytes for what may be null.
    return new Batch<>(List.of(signals), first, last, 25L * signals.length, reason);
  }

  @Test
  void aBatchLeavesWhenItIsFullOrItsOldestEventHasWaited() {
    var batcher = batcher(10, 3);
    scenario(batcher)
        .event(at(1), 1)
        .event(at(4), 4)
        .event(at(2), 2)
        .expect(batch(1, 4, Reason.COUNT, at(1), at(4), at(2)))
        .event(at(7), 7)
        .event(at(5), 5)
        .watermark(14)
        .expectNothing()
        .watermark(15)
        .expect(batch(5, 7, Reason.TIME, at(7), at(5)))
        .event(at(3), 3)
        .expect(batch(3, 3, Reason.TIME, at(3)))
        .eventWithoutTime(at(9))
        .expectSide(batcher.withoutTimestamp(), at(9))
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void bytesLimitABatchAndAnEventThatIsTooLargeLeavesAlone() {
    var batcher = keyed().emitAfter(Duration.ofMillis(10)).maxBytes(62).build();
    Signal large = new Signal("k", "x".repeat(50), 0, 4);
    scenario(batcher)
        .event(at(1), 1)
        .event(at(2), 2)
        .event(at(3), 3)
        .expect(batch(1, 2, Reason.BYTES, at(1), at(2)))
        .event(large, 4)
        .expect(
            batch(3, 3, Reason.BYTES, at(3)), new Batch<>(List.of(large), 4, 4, 74, Reason.BYTES))
        .watermark(30)
        .expectNothing()
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void theClockOfTheMachineEndsABatchToo() {
    var batcher = keyed().emitAfterProcessingTime(Duration.ofSeconds(5)).build();
    scenario(batcher)
        .processingTime(1_000)
        .event(at(1), 1)
        .processingTime(3_000)
        .event(at(2), 2)
        .processingTime(5_999)
        .expectNothing()
        .processingTime(6_000)
        .expect(batch(1, 2, Reason.TIME, at(1), at(2)))
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void bothHostsGiveTheSameThroughRestoresCrashesAndRescaling() {
    var batcher = batcher(40, 4);
    List<Signal.Step> steps = Signal.steps(3, 60, 4, 12);
    var hard =
        ExecutionMatrix.of(
            Cell.PLAIN,
            new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
            new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
            new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1)));
    Outcome<Batch<Signal>> function =
        Signal.script(scenario(batcher), steps).watermark(9_999).verify(hard);
    Outcome<Batch<Signal>> turns =
        Signal.script(scenario(batcher), steps)
            .watermark(9_999)
            .alternatingWith(FastHost.operator(batcher.logic(), Signal::key, TIGHT))
            .verify(hard);
    assertThat(turns.values()).containsExactlyInAnyOrderElementsOf(function.values());
    assertThat(function.values()).extracting(Batch::reason).containsOnly(Reason.COUNT, Reason.TIME);
    assertThat(function.values().stream().flatMap(batch -> batch.events().stream()))
        .containsExactlyInAnyOrderElementsOf(Signal.signals(steps));
  }

  @Test
  void aThousandIdleKeysLeaveNothing() {
    var batcher = batcher(40, 100);
    var scenario = Scenario.of(FastHost.operator(batcher.logic(), Signal::key, TIGHT));
    var script = scenario.keyedBy(Signal::key, String.class);
    for (int i = 0; i < 1_000; i++) {
      script = script.event(new Signal("k" + i, "a", i, 1_000 + i % 7), 1_000 + i % 7);
    }
    // The leak check comes after the last step.
    assertThat(script.watermark(1_100).verify().values()).hasSize(1_000);
  }

  /** Lists the events of Flink's window. */
  private static final class Listing
      extends ProcessWindowFunction<Signal, String, String, GlobalWindow> {
    @Override
    public void process(
        String key,
        ProcessWindowFunction<Signal, String, String, GlobalWindow>.Context context,
        Iterable<Signal> signals,
        Collector<String> out) {
      List<Signal> list = new ArrayList<>();
      signals.forEach(list::add);
      out.collect(list.toString());
    }
  }

  @SuppressWarnings("try") // closing may be interrupted
  private static List<String> collect(DataStream<String> stream) throws Exception {
    List<String> lines = new ArrayList<>();
    try (CloseableIterator<String> each = stream.executeAndCollect()) {
      each.forEachRemaining(lines::add);
    }
    return lines;
  }

  @Test
  void aListOfEveryHundredEventsIsThatOfFlinksCountWindow() throws Exception {
    List<Signal> signals = Signal.signals(Signal.steps(5, 3_000, 7, 20));
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    DataStream<Signal> stream = env.fromData(signals, TypeInformation.of(Signal.class));
    List<String> flink =
        collect(stream.keyBy(Signal::key).countWindow(100).process(new Listing(), Types.STRING));
    List<String> ours =
        collect(
            keyed()
                .emitAfterProcessingTime(Duration.ofHours(1))
                .maxEvents(100)
                .build()
                .applyTo(stream, "batches")
                .map(batch -> batch.events().toString())
                .returns(Types.STRING));
    assertThat(flink).hasSizeGreaterThan(20);
    assertThat(ours).containsExactlyInAnyOrderElementsOf(flink);
  }

  @Test
  void theStateOfTheFirstReleaseIsRead() {
    var batcher = batcher(40, 3);
    StateCompatibility.of(
            scenario(batcher)
                .alternatingWith(FastHost.operator(batcher.logic(), Signal::key, TIGHT))
                .processingTime(7_000)
                .event(at(100), 100)
                .event(at(90), 90)
                .event(new Signal("other", "b", 1.5, 120), 120)
                .savepoint()
                .event(at(95), 95)
                .event(at(70), 70)
                .watermark(200))
        .verify(Path.of("src/test/resources/golden/keyed-batch-v1.snap"));
  }

  /** A type that Flink would write with Kryo. */
  public record Loose(Object anything) {}

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyed().emitAfter(Duration.ZERO))
        .withMessage(
            "KeyedBatcher: parameter 'emitAfter': PT0S must be at least 1 ms; pass a longer"
                + " Duration");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batcher(1, 0))
        .withMessage(
            "KeyedBatcher: parameter 'maxEvents': 0 must be in 1..1000000; pass such a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyed().emitAfter(Duration.ofMillis(1)).maxBytes(0))
        .withMessage(
            "KeyedBatcher: parameter 'maxBytes': 0 must be in 1..1073741824; pass such a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyedBatcher.on(Loose.class))
        .withMessageContaining("parameter 'on'")
        .withMessageContaining("would be written by Kryo");
  }
}
