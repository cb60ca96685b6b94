// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.session.Session.CloseReason;
import io.github.flinkpatterns.testkit.Emitted;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Each option by a small example in numbers. */
class SessionAggregatorTest {

  private static SessionStages.Builder<Visit, String, Visit.Tally, String> gapOf10() {
    return SessionAggregator.on(Visit.class)
        .keyedBy(Visit::user, String.class)
        .closeAfterInactivity(Duration.ofMillis(10))
        .aggregate(new Visit.Tallying());
  }

  private static Scenario<String, Visit, Void, Session<String, String>> script(
      SessionAggregator<Visit, String, ?, String> aggregator) {
    return Scenario.of(aggregator.toFunction()).keyedBy(Visit::user, String.class);
  }

  private static Visit visit(long id) {
    return Visit.of("ann", id);
  }

  /** A record without what these examples do not look at. */
  private static String brief(Session<String, String> s) {
    return "%s %s [%d..%d) %d events, revision %d"
        .formatted(
            s.type(), s.closeReason(), s.startMillis(), s.endMillis(), s.events(), s.revision());
  }

  private static List<String> brief(Outcome<Session<String, String>> outcome) {
    return outcome.values().stream().map(SessionAggregatorTest::brief).toList();
  }

  @Test
  void anOutOfOrderEventJoinsTwoSessions() {
    assertThat(
            brief(
                script(gapOf10().build())
                    .event(visit(1), 0)
                    .event(visit(2), 4)
                    .event(visit(3), 30)
                    .event(visit(4), 14)
                    .watermark(100)
                    .verify()))
        .containsExactly(
            "CLOSED INACTIVITY [0..24) 3 events, revision 1",
            "CLOSED INACTIVITY [30..40) 1 events, revision 1");
  }

  @Test
  void aLateEventCorrectsTheSessionItBelongsTo() {
    var sessions = gapOf10().allowedLateness(Duration.ofMillis(5)).build();
    Outcome<Session<String, String>> outcome =
        script(sessions)
            .event(visit(1), 0)
            .event(visit(2), 4)
            .watermark(13)
            .event(visit(3), 6)
            .watermark(15)
            .event(visit(4), -20)
            .verify();

    assertThat(brief(outcome))
        .containsExactly(
            "CLOSED INACTIVITY [0..14) 2 events, revision 1",
            "CORRECTED INACTIVITY [0..16) 3 events, revision 2");
    assertThat(outcome.emitted()).extracting(Emitted::timestamp).containsExactly(13L, 15L);
    assertThat(outcome.values().get(0).id()).isEqualTo(outcome.values().get(1).id());
    assertThat(outcome.values(sessions.late())).containsExactly(visit(4));
  }

  @Test
  void aLateEventBetweenTwoReportedSessionsReplacesTheSecond() {
    Outcome<Session<String, String>> outcome =
        script(gapOf10().allowedLateness(Duration.ofMillis(50)).build())
            .event(visit(1), 0)
            .event(visit(2), 15)
            .watermark(30)
            .event(visit(3), 7)
            .verify();

    Session<String, String> first = outcome.values().get(0);
    Session<String, String> second = outcome.values().get(1);
    Session<String, String> both = outcome.values().get(2);
    assertThat(brief(both)).isEqualTo("CORRECTED INACTIVITY [0..25) 3 events, revision 2");
    assertThat(both.id()).isEqualTo(first.id());
    assertThat(both.replacedIds()).containsExactly(second.id());
  }

  @Test
  void earlyResultsTellOfTheOpenSession() {
    assertThat(
            brief(
                script(gapOf10().emitOpened().emitUpdatesEvery(2).build())
                    .event(visit(1), 0)
                    .event(visit(2), 5)
                    .event(visit(3), 9)
                    .event(visit(4), 11)
                    .watermark(100)
                    .verify()))
        .containsExactly(
            "OPENED NOT_CLOSED [0..10) 1 events, revision 1",
            "UPDATED NOT_CLOSED [0..15) 2 events, revision 2",
            "UPDATED NOT_CLOSED [0..21) 4 events, revision 3",
            "CLOSED INACTIVITY [0..21) 4 events, revision 4");
  }

  @Test
  void updatesByTimeFollowTheTimestampsOfTheEvents() {
    assertThat(
            brief(
                script(gapOf10().emitUpdatesEvery(Duration.ofMillis(6)).build())
                    .event(visit(1), 0)
                    .event(visit(2), 5)
                    .event(visit(3), 7)
                    .event(visit(4), 12)
                    .event(visit(5), 13)
                    .watermark(100)
                    .verify()))
        .containsExactly(
            "UPDATED NOT_CLOSED [0..17) 3 events, revision 1",
            "UPDATED NOT_CLOSED [0..23) 5 events, revision 2",
            "CLOSED INACTIVITY [0..23) 5 events, revision 3");
  }

  @Test
  void anIdleSourceClosesASessionThatGoesOnLater() {
    assertThat(
            brief(
                script(gapOf10().closeWhenSourceIdle(Duration.ofSeconds(1)).build())
                    .event(visit(1), 0)
                    .processingTime(999)
                    .processingTime(1_000)
                    .event(visit(2), 5)
                    .watermark(100)
                    .verify()))
        .containsExactly(
            "CLOSED IDLE_SOURCE [0..10) 1 events, revision 1",
            "CORRECTED INACTIVITY [0..15) 2 events, revision 2");
  }

  @Test
  void aWatermarkThatMovesShowsThatTheSourceIsNotIdle() {
    assertThat(
            brief(
                script(gapOf10().closeWhenSourceIdle(Duration.ofSeconds(1)).build())
                    .event(visit(1), 0)
                    .processingTime(900)
                    .watermark(3)
                    .processingTime(1_900)
                    .watermark(100)
                    .verify()))
        .containsExactly("CLOSED INACTIVITY [0..10) 1 events, revision 1");
  }

  @Test
  void withCapsAnIdleCloseIsFinal() {
    var sessions =
        gapOf10()
            .maxDuration(Duration.ofMillis(100))
            .closeWhenSourceIdle(Duration.ofSeconds(1))
            .build();
    Outcome<Session<String, String>> outcome =
        script(sessions)
            .event(visit(1), 0)
            .event(visit(2), 5)
            .processingTime(1_000)
            .event(visit(3), 5)
            .event(visit(4), 6)
            .watermark(100)
            .verify();

    assertThat(brief(outcome))
        .containsExactly(
            "CLOSED IDLE_SOURCE [0..15) 2 events, revision 1",
            "CLOSED INACTIVITY [6..16) 1 events, revision 1");
    assertThat(outcome.values(sessions.late())).containsExactly(visit(3));
  }

  @Test
  void aSessionNeverLastsLongerThanTheMaximum() {
    assertThat(
            brief(
                script(gapOf10().maxDuration(Duration.ofMillis(15)).build())
                    .event(visit(1), 0)
                    .event(visit(4), 15)
                    .event(visit(3), 14)
                    .event(visit(2), 8)
                    .watermark(100)
                    .verify()))
        .containsExactly(
            "CLOSED MAX_DURATION [0..15) 3 events, revision 1",
            "CLOSED INACTIVITY [15..25) 1 events, revision 1");
  }

  @Test
  void inTimestampOrderAnEventThatTouchesIsNeverTooLateForItsSession() {
    assertThat(brief(touching(gapOf10().build())))
        .containsExactly(
            "CLOSED INACTIVITY [0..10) 1 events, revision 1",
            "CLOSED INACTIVITY [10..20) 1 events, revision 1");
    assertThat(brief(touching(gapOf10().inTimestampOrder().build())))
        .containsExactly("CLOSED INACTIVITY [0..20) 2 events, revision 1");
  }

  private static Outcome<Session<String, String>> touching(
      SessionAggregator<Visit, String, Visit.Tally, String> sessions) {
    return script(sessions)
        .event(visit(1), 0)
        .watermark(9)
        .event(visit(2), 10)
        .watermark(100)
        .verify();
  }

  @Test
  void eventsWithoutATimestampGoAside() {
    var sessions = gapOf10().build();
    Outcome<Session<String, String>> outcome =
        script(sessions)
            .eventWithoutTime(visit(1))
            .event(visit(2), 0)
            .watermark(20)
            .event(visit(3), 0)
            .expectMetric("withoutTimestamp", 1)
            .expectMetric("late", 1)
            .expectMetric("opened", 1)
            .expectMetric("closed", 1)
            .expectMetric("corrected", 0)
            .verify();
    assertThat(outcome.values(sessions.withoutTimestamp())).containsExactly(visit(1));
    assertThat(outcome.values(sessions.late())).containsExactly(visit(3));
    assertThat(outcome.values()).hasSize(1);
  }

  @Test
  void stateHasTheSizeThatTheDocumentationTells() throws Exception {
    long now = 1_800_000_000_000L;
    PlainSessions<Long> plain = new PlainSessions<>(1);
    PlainSession<Long> session = new PlainSession<>(now, now + 1_800_000, 0L);
    session.cover(now + 600_000, now + 2_400_000);
    session.events = 12;
    plain.add(session);
    assertThat(bytes(plain, new PlainSessionsSerializer<>(longs()))).isEqualTo(8 + 16);

    OrderedSessions<Long> ordered = new OrderedSessions<>();
    ordered.open = true;
    ordered.start = now;
    ordered.last = now + 600_000;
    ordered.end = now + 2_400_000;
    ordered.hardEnd = now + 43_200_000;
    ordered.events = 12;
    ordered.passed = now + 610_000;
    ordered.accumulator = 0L;
    int alone = bytes(ordered, new OrderedSessionsSerializer<>(longs()));
    assertThat(alone).isEqualTo(8 + 27);
    ordered.insert(now + 615_000, now + 2_415_000, 0, (byte) 0, null, 0L);
    assertThat(bytes(ordered, new OrderedSessionsSerializer<>(longs()))).isEqualTo(alone + 8 + 5);
  }

  private static TypeSerializer<Long> longs() {
    return Types.LONG.createSerializer(new SerializerConfigImpl());
  }

  private static <S> int bytes(S value, TypeSerializer<S> serializer) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    S back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(back).hasToString(value.toString());
    assertThat(serializer.copy(value)).hasToString(value.toString());
    return out.length();
  }

  @Test
  void aRecordTravelsAsAPojo() throws Exception {
    var type = Session.type(Types.STRING, Types.LONG);
    var serializer = type.createSerializer(new ExecutionConfig().getSerializerConfig());
    Session<String, Long> record =
        new Session<>(
            "ann",
            1,
            2,
            3,
            4,
            5,
            6L,
            Session.Type.CORRECTED,
            CloseReason.IDLE_SOURCE,
            7,
            List.of(8L, 9L));
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(record, out);
    assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(record)
        .isEqualTo(serializer.copy(record));
  }

  @Test
  void aGapBelowOneMillisecondStopsTheJob() {
    var sessions =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Visit::gapMillis)
            .aggregate(new Visit.Tallying())
            .build();
    assertThatThrownBy(
            () -> script(sessions).event(new Visit("ann", 1, 0, false, "", 1), 0).verify())
        .hasStackTraceContaining(
            "SessionAggregator: parameter 'closeAfterInactivity': the gap function gave 0");
  }
}
