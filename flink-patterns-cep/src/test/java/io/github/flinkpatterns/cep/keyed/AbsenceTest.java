// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.testkit.Emitted;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What patterns of absence do before, at and after the deadline, and when nothing ever comes. */
class AbsenceTest {

  private static final long START = 1_000;
  private static final long DEADLINE = START + 100;

  enum Absence {
    HEARTBEAT("beat", "beat"),
    SLA("start", "finish"),
    STUCK("a", "b");

    private final String first;
    private final String averts;

    Absence(String first, String averts) {
      this.first = first;
      this.averts = averts;
    }

    LogicPattern<String, Act> pattern(boolean quiet) {
      Duration window = Duration.ofMillis(100);
      return switch (this) {
        case HEARTBEAT -> {
          var builder =
              MissingHeartbeat.on(Act.class).keyedBy(Act::key, String.class).within(window);
          yield (quiet ? builder.quietAtEndOfInput() : builder).build();
        }
        case SLA -> {
          var builder =
              SlaTimeout.on(Act.class)
                  .keyedBy(Act::key, String.class)
                  .started(act -> act.is("start"))
                  .finished(act -> act.is("finish"))
                  .within(window);
          yield (quiet ? builder.quietAtEndOfInput() : builder).build();
        }
        case STUCK -> {
          var builder =
              StuckState.on(Act.class)
                  .keyedBy(Act::key, String.class)
                  .state(Act::what)
                  .mayStay(act -> act.is("b"))
                  .within(window);
          yield (quiet ? builder.quietAtEndOfInput() : builder).build();
        }
      };
    }

    Scenario<String, Act, Void, PatternMatch<String, Act>> begun(boolean quiet) {
      return Scenario.of(pattern(quiet).toFunction())
          .keyedBy(Act::key, String.class)
          .event(Act.of("k", 1, first), START);
    }

    Act averting() {
      return Act.of("k", 2, averts);
    }
  }

  private static List<Long> ends(List<Emitted<PatternMatch<String, Act>>> matches) {
    return matches.stream().map(match -> match.value().endMillis()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatComesBeforeTheDeadlineAvertsTheMatch(Absence absence) {
    absence
        .begun(true)
        .event(absence.averting(), DEADLINE - 1)
        .watermark(DEADLINE)
        .expectNothing()
        .verify();
  }

  @ParameterizedTest
  @EnumSource
  void whatComesAtTheDeadlineIsTooLate(Absence absence) {
    var outcome =
        absence.begun(true).event(absence.averting(), DEADLINE).watermark(DEADLINE).verify();
    assertThat(ends(outcome.emitted())).containsExactly(DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void whatComesAfterTheDeadlineIsTooLateEvenIfItIsAllThatMovesTheTime(Absence absence) {
    var outcome =
        absence
            .begun(true)
            .event(absence.averting(), DEADLINE + 50)
            .watermark(DEADLINE + 50)
            .verify();
    assertThat(ends(outcome.emitted())).containsExactly(DEADLINE);
    assertThat(outcome.emitted().get(0).timestamp()).isEqualTo(DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnyFurtherEventTheWatermarkBringsTheMatch(Absence absence) {
    absence.begun(true).watermark(DEADLINE - 1).expectNothing().verify();
    var outcome = absence.begun(true).watermark(DEADLINE).verify();
    assertThat(ends(outcome.emitted())).containsExactly(DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheInputLetsAllTimePassUnlessAskedToBeQuiet(Absence absence) {
    assertThat(ends(absence.begun(false).endOfInput().verify().emitted()))
        .containsExactly(DEADLINE);
    assertThat(absence.begun(true).endOfInput().verify().emitted()).isEmpty();
    // Quiet about what only the end brings, not about what an event shows that is still waiting.
    var waiting = absence.begun(true).event(absence.averting(), DEADLINE + 7).endOfInput();
    assertThat(ends(waiting.verify().emitted())).containsExactly(DEADLINE);
  }

  @Test
  void aStayIsReportedOnceAsLongAsItsKeyGoesOn() {
    var stuck = Absence.STUCK.pattern(true);
    var script = Scenario.of(stuck.toFunction()).keyedBy(Act::key, String.class);
    for (int i = 0; i < 10; i++) {
      script = script.event(Act.of("k", i, "a"), START + 60 * i);
    }
    // Silent for the window after 1,540: forgotten at 1,640, so 1,640 begins a new stay.
    var outcome = script.event(Act.of("k", 10, "a"), 1_640).watermark(1_740).verify();
    assertThat(ends(outcome.emitted())).containsExactly(1_100L, 1_740L);
  }
}
