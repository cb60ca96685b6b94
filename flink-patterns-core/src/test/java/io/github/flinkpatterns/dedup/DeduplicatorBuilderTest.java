// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every mistake has one sentence that names operator, parameter, value, rule and remedy. */
class DeduplicatorBuilderTest {

  /** An event with a field that Flink would write with Kryo. */
  public record Loose(String id, Object anything) {}

  private static Deduplicator.NeedsHorizon<Sighting, String> keyed() {
    return Deduplicator.on(Sighting.class).keyedBy(Sighting::id, String.class);
  }

  private static DeduplicatorBuilder.Within<Sighting, String> within() {
    return keyed().within(Duration.ofHours(1));
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    fails(
        () -> Deduplicator.on((Class<Sighting>) null),
        "Deduplicator: parameter 'on': null must be given; pass a value");
    fails(
        () -> Deduplicator.on(List.class).keyedBy(list -> list, List.class),
        "Deduplicator: parameter 'keyedBy': GenericType<java.util.List> would be kept in state by"
            + " Kryo; use a public POJO, a public record or a basic type, or pass a TypeInformation of your own");
    fails(
        () -> keyed().within(Duration.ZERO),
        "Deduplicator: parameter 'within': PT0S must be at least 1 ms; pass a longer Duration");
    fails(
        () -> keyed().withinCalendar(CalendarUnit.DAY, null),
        "Deduplicator: parameter 'withinCalendar': null must be given; pass a value");
    fails(
        () -> within().keepFirst(0),
        "Deduplicator: parameter 'keepFirst': 0 must be in 1..10000; pass such a number");
    fails(
        () -> within().allowedLateness(Duration.ofMillis(-1)),
        "Deduplicator: parameter 'allowedLateness': PT-0.001S must not be negative;"
            + " pass Duration.ZERO or more");
    fails(
        () -> within().refreshedBySightings(Duration.ofMinutes(5)),
        "Deduplicator: parameter 'refreshedBySightings': PT5M is shorter than the horizon of"
            + " 3600000 ms; pass a hard cap of at least the horizon");
    fails(
        () -> within().compact(0),
        "Deduplicator: parameter 'compact': 0 must be in 1..8000000000; pass such a number");
    fails(
        () -> within().approximate(1, 0.5),
        "Deduplicator: parameter 'approximate': 0.5 must be a rate in 0.000001..0.1; pass such a"
            + " rate, or use compact for less");
  }

  @Test
  void aFunctionThatCannotBeShippedIsNamed() {
    Object captured = new Object();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> within().payloadBy(event -> captured.hashCode()))
        .withMessageStartingWith("Deduplicator: parameter 'payloadBy': ")
        .withMessageContaining("must be serializable");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Deduplicator.on(Sighting.class)
                    .keyedBy(event -> event.id() + captured, String.class))
        .withMessageStartingWith("Deduplicator: parameter 'keyedBy': ");
  }

  @Test
  void optionsThatContradictEachOtherAreErrors() {
    fails(
        () -> within().breakTiesBy(EventOrder.by(Sighting::number)).build(),
        "Deduplicator: parameter 'breakTiesBy': given needs inEventTimeOrder; add it or drop the"
            + " rule");
    fails(
        () -> within().keepLast().allowedLateness(Duration.ofMillis(5)).build(),
        "Deduplicator: parameter 'allowedLateness': 5 ms is for first events in order of arrival;"
            + " raise the out-of-orderness of the watermark instead");
    fails(
        () -> within().keepLast().payloadBy(Sighting::number).build(),
        "Deduplicator: parameter 'payloadBy': given needs keepFirst; drop one of the two");
    fails(
        () ->
            Deduplicator.on(Loose.class)
                .keyedBy(Loose::id, String.class)
                .within(Duration.ofHours(1))
                .keepLast()
                .build(),
        "Deduplicator: parameter 'on': "
            + TypeInformation.of(Loose.class)
            + " would be kept in state by Kryo; use a public POJO, a public record or a basic type, or pass a"
            + " TypeInformation of your own");
  }

  @Test
  void compactModeSaysWhatItCannotDo() {
    fails(
        () -> keyed().withinCalendar(CalendarUnit.DAY, ZoneOffset.UTC).compact(10).build(),
        "Deduplicator: parameter 'compact': Calendar[DAY, Z] was set, but this mode has a fixed"
            + " horizon; use within without a refresh");
    fails(
        () -> within().keepFirst(2).compact(10).build(),
        "Deduplicator: parameter 'compact': keepFirst(2) was set, but this mode keeps the first"
            + " event; use keepFirst()");
    fails(
        () -> within().keepLast().approximate(10, 0.01).build(),
        "Deduplicator: parameter 'approximate': LAST was set, but this mode keeps the first"
            + " event; use keepFirst()");
    fails(
        () -> within().inEventTimeOrder().compact(10).build(),
        "Deduplicator: parameter 'compact': inEventTimeOrder was set, but this mode takes events"
            + " as they arrive; use inArrivalOrder");
    fails(
        () -> within().payloadBy(Sighting::number).compact(10).build(),
        "Deduplicator: parameter 'compact': payloadBy was set, but this mode remembers no payload;"
            + " drop payloadBy");
    fails(
        () ->
            Deduplicator.on(Sighting.class)
                .keyedBy(event -> (double) event.number(), Double.class)
                .within(Duration.ofHours(1))
                .compact(10),
        "Deduplicator: parameter 'keyedBy': Double is not String, Long or Integer, which compact"
            + " needs; make the id a String or a Long");
  }

  @Test
  void aUidIsRequired() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                within()
                    .build()
                    .applyTo(
                        org.apache.flink.streaming.api.environment.StreamExecutionEnvironment
                            .getExecutionEnvironment()
                            .fromData(new Sighting("a", 1, 1)),
                        " "))
        .withMessageContaining("parameter 'uid'");
  }

  @Test
  void aBuiltDeduplicatorCanBeShippedAndUsed() throws Exception {
    for (Deduplicator<Sighting, ?> dedup :
        List.of(
            within().keepLast().inEventTimeOrder().build(),
            within().compact(10).build(),
            within().approximate(10, 0.01).build())) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(dedup);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        Deduplicator<?, ?> copy = (Deduplicator<?, ?>) in.readObject();
        @SuppressWarnings("unchecked")
        TestHost<?, Sighting> host = new TestHost<>((Deduplicator<Sighting, Integer>) copy);
        host.event(new Sighting("a", 1, 1), 1);
        host.event(new Sighting("a", 2, 1), 2);
        host.watermark(Long.MAX_VALUE);
        assertThat(host.kept).hasSize(1);
      }
    }
  }

  @Test
  void idsKeepTheirPageAndFingerprintForEver() {
    IdHash hash = new IdHash(2_048);
    assertThat(hash.hash("order-1")).isEqualTo(hash.hash("order-1"));
    assertThat(hash.page(hash.hash(-1L))).isBetween(0, 2_047);
    assertThat(
            List.of(
                Long.toHexString(hash.hash("order-1")),
                Long.toHexString(hash.hash("\u00e9\u4e2d")),
                Long.toHexString(hash.hash("")),
                Long.toHexString(hash.hash(42L)),
                Long.toHexString(hash.hash(42))))
        .containsExactly(
            "8b2511df0e3b6c6d",
            "7a9ebcb06c1290b8",
            "9ae16a3b2f90404f", // FarmHash's constant k2: what the reference gives for no bytes
            "d8606f799f5834b6",
            "d8606f799f5834b6");
  }

  @Test
  void theTypeOfDuplicatesNeedsNoKryo() {
    StateTypes.requireNoKryo(Duplicate.type(TypeInformation.of(Sighting.class)), "test");
    assertThat(Duplicate.type(Types.STRING).getTypeClass()).isEqualTo(Duplicate.class);
  }
}
