// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State written by an earlier release is read for ever; state of other parameters is refused. */
@Tag("every-flink")
class DeduplicatorStateTest {

  record Layout(String file, Deduplicator<Sighting, ?> dedup) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static DeduplicatorBuilder.Within<Sighting, String> within(long millis) {
    return Deduplicator.on(Sighting.class)
        .keyedBy(Sighting::id, String.class)
        .within(Duration.ofMillis(millis));
  }

  static Stream<Layout> layouts() {
    return Stream.of(
        new Layout(
            "dedup-arrival-v1",
            within(50)
                .refreshedBySightings(Duration.ofMillis(90))
                .payloadBy(Sighting::number)
                .emitDuplicates()
                .build()),
        new Layout(
            "dedup-waiting-v1", within(50).keepLast().inEventTimeOrder().emitDuplicates().build()),
        new Layout("dedup-event-time-v1", within(50).inEventTimeOrder().emitDuplicates().build()),
        new Layout("dedup-compact-v1", within(50).compact(1_000).emitDuplicates().build()),
        new Layout(
            "dedup-approximate-v1", within(50).approximate(1_000, 0.01).emitDuplicates().build()));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theStateOfTheFirstReleaseIsRead(Layout layout) {
    verify(layout.file(), layout.dedup());
  }

  private static <K> void verify(String file, Deduplicator<Sighting, K> dedup) {
    var scenario =
        Scenario.of(dedup.toFunction())
            .keyedBy(dedup.keySelector(), dedup.keyType())
            .event(new Sighting("a", 100, 1), 100)
            .event(new Sighting("b", 105, 2), 105)
            .watermark(100)
            .event(new Sighting("a", 130, 1), 130)
            .event(new Sighting("a", 140, 3), 140)
            .event(new Sighting("c", 70_000, 3), 70_000)
            .event(new Sighting("c", 170_000, 4), 170_000)
            .savepoint()
            .event(new Sighting("a", 145, 5), 145)
            .event(new Sighting("b", 154, 6), 154)
            .event(new Sighting("b", 155, 6), 155)
            .event(new Sighting("c", 70_049, 7), 70_049)
            .watermark(300_000)
            .alternatingWith(
                FastHost.operator(dedup.logic(), dedup.keySelector(), CacheSettings.defaults()));
    StateCompatibility.of(scenario).verify(Path.of("src/test/resources/golden/" + file + ".snap"));
  }

  @Test
  void otherPagesOrSlicesAreRefusedAtRestoreByName() throws Exception {
    assertThat(restore(within(50).compact(1_000).build(), within(50).compact(2_000).build()))
        .isTrue();
    assertThatThrownBy(
            () -> restore(within(50).compact(1_000).build(), within(50).compact(5_000_000).build()))
        .hasMessage(
            "Deduplicator: the state was written with compact(String ids, 128 pages, slices of 1"
                + " ms) and is read with compact(String ids, 4883 pages, slices of 1 ms); its ids"
                + " could not be found again: keep the horizon and the expected ids, or choose"
                + " another uid to start with empty state");
    assertThatThrownBy(
            () ->
                restore(
                    within(50).approximate(1_000, 0.01).build(),
                    within(90).approximate(1_000, 0.01).build()))
        .hasMessageContaining("slices of 7 ms) and is read with approximate(")
        .hasMessageContaining("slices of 12 ms)");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static boolean restore(Deduplicator<?, ?> before, Deduplicator<?, ?> after)
      throws Exception {
    TypeSerializer old = before.logic().stateSerializer(TestHost.SERIALIZERS);
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, old.snapshotConfiguration());
    TypeSerializerSnapshot written =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClassLoader());
    assertThat(written.restoreSerializer()).isEqualTo(old);
    return after
        .logic()
        .stateSerializer(TestHost.SERIALIZERS)
        .snapshotConfiguration()
        .resolveSchemaCompatibility(written)
        .isCompatibleAsIs();
  }

  private static ClassLoader getClassLoader() {
    return DeduplicatorStateTest.class.getClassLoader();
  }
}
