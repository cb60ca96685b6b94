// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RichAggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;

/** What the builder refuses, and what it says then. */
class SessionBuilderTest {

  private static SessionStages.Builder<Visit, String, Visit.Tally, String> gapOf10() {
    return SessionAggregator.on(Visit.class)
        .keyedBy(Visit::user, String.class)
        .closeAfterInactivity(Duration.ofMillis(10))
        .aggregate(new Visit.Tallying());
  }

  @Test
  void whatIsWrongIsSaidWhenItIsBuilt() {
    wrong(() -> gapOf10().allowedLateness(Duration.ofMillis(-1)), "'allowedLateness': PT-0.001S");
    wrong(() -> gapOf10().maxDuration(Duration.ZERO), "'maxDuration': PT0S must be at least 1 ms");
    wrong(() -> gapOf10().maxEvents(0), "'maxEvents': 0 must be at least 1");
    wrong(() -> gapOf10().accumulatorBytes(-1), "'accumulatorBytes': -1");
    wrong(() -> gapOf10().cutAtMidnight((ZoneId) null), "'cutAtMidnight': null must be given");
    wrong(
        () -> gapOf10().emitUpdatesEvery(2).emitUpdatesEvery(Duration.ofMillis(1)),
        "'emitUpdatesEvery': PT0.001S is the second kind of update; choose events or time");
    wrong(
        () -> gapOf10().orderTiesBy(Visit::sequence).build(),
        "'orderTiesBy': a function needs something that depends on the order of events; add");
    var keyed = SessionAggregator.on(Visit.class).keyedBy(Visit::user, String.class);
    wrong(
        () -> keyed.closeAfterInactivity(Duration.ZERO),
        "'closeAfterInactivity': PT0S must be at least 1 ms");
    var gapped = keyed.closeAfterInactivity(Duration.ofMillis(1));
    wrong(() -> gapped.aggregate(new Rich()), "must not be a RichFunction");
    wrong(
        () -> gapped.aggregate(new Anything<>(), Types.GENERIC(Map.class), Types.LONG),
        "would be written by Kryo; use a public POJO");
    wrong(
        () -> gapped.aggregate(new Anything<>(), Types.LIST(Types.GENERIC(Map.class)), Types.LONG),
        "would be written by Kryo");
    wrong(
        () -> gapped.aggregate(new Anything<Map<String, Long>>()),
        "does not tell the types of accumulator and result; pass both");
    Object notSerializable = new Object();
    wrong(
        () -> keyed.closeAfterInactivity(visit -> notSerializable.hashCode()),
        "'closeAfterInactivity': ");
  }

  private static void wrong(Runnable build, String message) {
    assertThatThrownBy(build::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SessionAggregator: parameter '")
        .hasMessageContaining(message);
  }

  /** Says nothing of its types at run time. */
  private static class Anything<A> implements AggregateFunction<Visit, A, Long> {
    @Override
    public A createAccumulator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public A add(Visit visit, A accumulator) {
      return accumulator;
    }

    @Override
    public Long getResult(A accumulator) {
      return 0L;
    }

    @Override
    public A merge(A a, A b) {
      return a;
    }
  }

  private static final class Rich extends RichAggregateFunction<Visit, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Visit visit, Long accumulator) {
      return accumulator;
    }

    @Override
    public Long getResult(Long accumulator) {
      return accumulator;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a;
    }
  }
}
