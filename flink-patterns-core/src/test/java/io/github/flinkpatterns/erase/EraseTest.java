// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.profile.UserProfiler;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Erasing by command, in every operator, on both hosts, through restores, crashes, rescaling. */
class EraseTest {

  private static final long REFUSE = 100;
  private static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  private static final ExecutionMatrix HARD =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)));

  static UserProfiler<Hit, String> profiler() {
    return UserProfiler.on(Hit.class)
        .keyedBy(Hit::key, String.class)
        .categoryBy(Hit::page)
        .forgetAfterInactivity(Duration.ofMillis(60))
        .interestsByMovingAverage(0.1)
        .build();
  }

  static SessionAggregator<Hit, String, Long, Long> sessions() {
    return SessionAggregator.on(Hit.class)
        .keyedBy(Hit::key, String.class)
        .closeAfterInactivity(Duration.ofMillis(30))
        .aggregate(new Hit.Counting(), Types.LONG, Types.LONG)
        .emitOpened()
        .build();
  }

  static WindowAggregator<Hit, String, Long, Long> windows() {
    return WindowAggregator.on(Hit.class)
        .keyedBy(Hit::key, String.class)
        .windows(Windows.sliding(Duration.ofMillis(40), Duration.ofMillis(20)))
        .aggregate(new Hit.Counting(), Types.LONG, Types.LONG)
        .build();
  }

  static Deduplicator<Hit, String> dedup() {
    return Deduplicator.on(Hit.class)
        .keyedBy(Hit::key, String.class)
        .within(Duration.ofMillis(40))
        .build();
  }

  /** An operator as it is, and made erasable. */
  record Case<OUT>(
      String name, Scenario<String, Hit, Void, OUT> plain, Erasable<String, Hit, OUT> erasable) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case<?>> operators() {
    Duration refuse = Duration.ofMillis(REFUSE);
    return Stream.of(
        new Case<>("UserProfiler", plain(profiler().toFunction()), profiler().erasable(refuse)),
        new Case<>(
            "SessionAggregator", plain(sessions().toFunction()), sessions().erasable(refuse)),
        new Case<>("WindowAggregator", plain(windows().toFunction()), windows().erasable(refuse)),
        new Case<>("Deduplicator", plain(dedup().toFunction()), dedup().erasable(refuse)));
  }

  private static <OUT> Scenario<String, Hit, Void, OUT> plain(
      org.apache.flink.streaming.api.functions.KeyedProcessFunction<String, Hit, OUT> function) {
    return Scenario.of(function).keyedBy(Hit::key, String.class);
  }

  private static <OUT> Scenario<String, Hit, EraseCommand<String>, OUT> bothHosts(
      Erasable<String, Hit, OUT> erasable) {
    return Scenario.of(erasable.toFunction())
        .keyedBy(Hit::key, EraseCommand::key, String.class)
        .alternatingWith(FastHost.operator(erasable.logic(), Hit::key, EraseCommand::key, TIGHT));
  }

  /** An event, a command or a watermark. */
  private record Step(Hit hit, EraseCommand<String> command, long watermark) {}

  private static List<Step> steps(long seed, int count) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long now = 0;
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(8);
      String key = "k" + random.nextInt(3);
      int kind = random.nextInt(10);
      if (kind == 0) {
        long at = now - 10 + random.nextInt(20);
        steps.add(new Step(null, new EraseCommand<>(key, at), 0));
      } else if (kind <= 2 && now - 15 > watermark) {
        watermark = now - 15;
        steps.add(new Step(null, null, watermark));
      } else {
        long at = now - random.nextInt(15);
        steps.add(new Step(new Hit(key, "p" + random.nextInt(4), at), null, 0));
      }
    }
    return steps;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  @Tag("every-flink")
  <OUT> void afterACommandAKeyIsAsNewAndOldEventsAreRefused(Case<OUT> operator) {
    int receipts = 0;
    int refused = 0;
    for (long seed = 1; seed <= 12; seed++) {
      List<Step> steps = steps(seed, 80);
      var scenario =
          Scenario.of(operator.erasable.toFunction())
              .keyedBy(Hit::key, EraseCommand::key, String.class);
      for (Step step : steps) {
        scenario = feed(scenario, step);
      }
      Outcome<OUT> outcome = scenario.watermark(Long.MAX_VALUE).verify();
      List<Hit> expectedRefused = new ArrayList<>();
      List<OUT> expected = expected(operator, steps, expectedRefused);
      assertThat(outcome.values()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(outcome.values(operator.erasable.refused()))
          .containsExactlyElementsOf(expectedRefused);
      receipts += outcome.values(operator.erasable.receipts()).size();
      refused += expectedRefused.size();
    }
    assertThat(receipts).isGreaterThan(40);
    assertThat(refused).isGreaterThan(10);
  }

  /**
   * What must come out: each key's stream is cut at its commands, refused events are taken out, and
   * each piece runs through a new plain operator, which is stopped at the command that ends it.
   */
  private static <OUT> List<OUT> expected(Case<OUT> operator, List<Step> steps, List<Hit> refused) {
    List<OUT> all = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).hit != null && isRefused(steps, i)) {
        refused.add(steps.get(i).hit);
      }
    }
    for (String key : List.of("k0", "k1", "k2")) {
      Scenario<String, Hit, Void, OUT> piece = operator.plain.withoutLeakCheck();
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        if (step.command != null && step.command.key().equals(key)) {
          all.addAll(piece.verify().values());
          piece = operator.plain.withoutLeakCheck();
          long before = watermarkBefore(steps, i);
          piece = before == Long.MIN_VALUE ? piece : piece.watermark(before);
        } else if (step.command == null && step.hit == null) {
          piece = piece.watermark(step.watermark);
        } else if (step.hit != null && step.hit.key().equals(key) && !isRefused(steps, i)) {
          piece = piece.event(step.hit, step.hit.at());
        }
      }
      all.addAll(piece.watermark(Long.MAX_VALUE).verify().values());
    }
    return all;
  }

  /** The rule, told anew: a command not before the event came earlier, and not too long ago. */
  private static boolean isRefused(List<Step> steps, int event) {
    Hit hit = steps.get(event).hit;
    long watermark = watermarkBefore(steps, event);
    return steps.subList(0, event).stream()
        .map(Step::command)
        .anyMatch(
            command ->
                command != null
                    && command.key().equals(hit.key())
                    && command.atMillis() >= hit.at()
                    && command.atMillis() + REFUSE > watermark);
  }

  private static long watermarkBefore(List<Step> steps, int until) {
    return steps.subList(0, until).stream()
        .filter(step -> step.command == null && step.hit == null)
        .mapToLong(Step::watermark)
        .reduce(Long.MIN_VALUE, (earlier, later) -> later);
  }

  private static <OUT> Scenario<String, Hit, EraseCommand<String>, OUT> feed(
      Scenario<String, Hit, EraseCommand<String>, OUT> scenario, Step step) {
    if (step.hit != null) {
      return scenario.event(step.hit, step.hit.at());
    }
    return step.command != null
        ? scenario.secondEventWithoutTime(step.command)
        : scenario.watermark(step.watermark);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  <OUT> void erasureSurvivesRestoresCrashesRescalingAndChangesOfTheHost(Case<OUT> operator) {
    var scenario = bothHosts(operator.erasable);
    for (Step step : steps(3, 45)) {
      scenario = feed(scenario, step);
    }
    Outcome<OUT> outcome = scenario.watermark(Long.MAX_VALUE).verify(HARD);
    assertThat(outcome.values()).isNotEmpty();
    assertThat(outcome.values(operator.erasable.refused())).isNotEmpty();
    assertThat(outcome.values(operator.erasable.receipts()))
        .anyMatch(EraseReceipt::hadState)
        .anyMatch(receipt -> !receipt.hadState())
        .allMatch(receipt -> receipt.operator().equals(operator.name));
  }

  @Test
  @Tag("every-flink")
  void theExampleInNumbers() {
    var erasable = sessions().erasable(Duration.ofMillis(100));
    Hit old = new Hit("ann", "a", 50);
    Hit fresh = new Hit("ann", "a", 51);
    bothHosts(erasable)
        .event(new Hit("ann", "a", 40), 40)
        .event(new Hit("bob", "a", 40), 40)
        .secondEvent(new EraseCommand<>("ann", 50), 60)
        .secondEvent(new EraseCommand<>("ann", 30), 60)
        .secondEvent(new EraseCommand<>("eve", 50), 60)
        .expectSide(
            erasable.receipts(),
            new EraseReceipt<>("SessionAggregator", "ann", 50, true, 150),
            new EraseReceipt<>("SessionAggregator", "ann", 30, false, 130),
            new EraseReceipt<>("SessionAggregator", "eve", 50, false, 150))
        .event(old, 50)
        .eventWithoutTime(old)
        .expectSide(erasable.refused(), old, old)
        .event(fresh, 51)
        .watermark(149)
        .event(old, 50)
        .expectSide(erasable.refused(), old)
        .watermark(150)
        // The tombstone has fallen; what is that late is late for the sessions too.
        .event(old, 50)
        .expectSide(sessions().late(), old)
        .expectMetric("erased", 3)
        .expectMetric("refused", 3)
        .expectMetric("late", 1)
        .expectEventTimers("ann")
        .verify(HARD);
  }

  @Test
  @Tag("every-flink")
  void aCommandOfLongAgoErasesAndLeavesNoTombstone() {
    var erasable = dedup().erasable(Duration.ofMillis(100));
    bothHosts(erasable)
        .watermark(500)
        .event(new Hit("ann", "a", 510), 510)
        .secondEventWithoutTime(new EraseCommand<>("ann", 400))
        .expectSide(erasable.receipts(), new EraseReceipt<>("Deduplicator", "ann", 400, true, 500))
        .expectEventTimers("ann")
        .event(new Hit("ann", "a", 511), 511)
        .expect(new Hit("ann", "a", 510), new Hit("ann", "a", 511))
        .watermark(Long.MAX_VALUE)
        .verify(HARD);
  }

  @Test
  void aCommandAtTheEndOfTimeStillLeavesNothingBehind() {
    var erasable = dedup().erasable(Duration.ofDays(1));
    bothHosts(erasable)
        .secondEventWithoutTime(new EraseCommand<>("ann", Long.MAX_VALUE))
        .watermark(Long.MAX_VALUE)
        .expectEventTimers("ann")
        .verify(HARD);
  }

  @Test
  void wrongArgumentsAreRefusedInOneSentence() {
    assertThatThrownBy(() -> profiler().erasable(Duration.ofMillis(-1)))
        .hasMessage(
            "UserProfiler: parameter 'refuseFor': PT-0.001S must not be negative; pass"
                + " Duration.ZERO or more");
    var compact =
        Deduplicator.on(Hit.class)
            .keyedBy(Hit::key, String.class)
            .within(Duration.ofHours(1))
            .compact(1_000)
            .build();
    assertThatThrownBy(() -> compact.erasable(Duration.ofHours(1)))
        .hasMessage(
            "Deduplicator: parameter 'erasable': PT1H cannot be used in compact and approximate"
                + " mode, where ids share a page; leave out compact(...) or approximate(...)");
    assertThatThrownBy(() -> new EraseCommand<String>(null, 1))
        .hasMessage("EraseCommand: parameter 'key': null names no one; pass a key");
  }
}
