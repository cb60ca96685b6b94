// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.keyed.BatchPatterns.At;
import io.github.flinkpatterns.cep.keyed.BatchPatterns.Found;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.cep.EventComparator;

/** Every pattern of the package, small enough to match often, with its batch program. */
enum Patterns {
  BRUTE_FORCE(
      tied ->
          tied(
                  BruteForce.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .failure(act -> act.is("fail"))
                      .success(act -> act.is("ok"))
                      .times(3)
                      .within(Duration.ofMillis(20)),
                  tied)
              .build(),
      events -> BatchPatterns.bruteForce(events, 3, 20, 2),
      act -> act.is("fail") ? 0 : 1,
      "fail",
      "fail",
      "fail",
      "ok",
      "other"),
  FAILS_THEN_SUCCESS(
      tied ->
          tied(
                  FailsThenSuccess.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .failure(act -> act.is("fail"))
                      .success(act -> act.is("ok"))
                      .times(2)
                      .reportNearMissesFrom(1)
                      .within(Duration.ofMillis(20)),
                  tied)
              .build(),
      events -> BatchPatterns.failsThenSuccess(events, 2, 20, 1),
      act -> act.is("fail") ? 0 : 1,
      "fail",
      "fail",
      "ok",
      "other"),
  CARD_TESTING(
      tied ->
          tied(
                  CardTesting.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .amount(Act::value)
                      .smallUpTo(2)
                      .largeFrom(7)
                      .times(2)
                      .within(Duration.ofMillis(20)),
                  tied)
              .build(),
      events -> BatchPatterns.cardTesting(events, 2, 2, 7, 20, 2),
      act -> act.value(),
      "pay"),
  CREDENTIAL_STUFFING(
      tied ->
          tied(
                  CredentialStuffing.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .failure(act -> act.is("fail"))
                      .user(Act::user)
                      .times(3)
                      .within(Duration.ofMillis(20)),
                  true)
              .build(),
      events -> BatchPatterns.credentialStuffing(events, 3, 20, 2),
      act -> 0,
      "fail",
      "fail",
      "ok"),
  MISSING_HEARTBEAT(
      tied ->
          tied(
                  MissingHeartbeat.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .within(Duration.ofMillis(8)),
                  tied)
              .build(),
      events -> BatchPatterns.missingHeartbeat(events, 8),
      act -> 0,
      "beat"),
  SLA_TIMEOUT(
      tied ->
          tied(
                  SlaTimeout.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .started(act -> act.is("start"))
                      .finished(act -> act.is("finish"))
                      .within(Duration.ofMillis(12)),
                  tied)
              .build(),
      events -> BatchPatterns.slaTimeout(events, 12),
      act -> act.is("start") ? 0 : 1,
      "start",
      "finish",
      "other"),
  STUCK_STATE(
      tied ->
          tied(
                  StuckState.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .state(act -> act.is("none") ? null : act.what())
                      .mayStay(act -> act.is("done"))
                      .within(Duration.ofMillis(10)),
                  true)
              .build(),
      events -> BatchPatterns.stuckState(events, 10),
      act -> 0,
      "a",
      "a",
      "a",
      "b",
      "none",
      "done"),
  FLAPPING(
      tied ->
          tied(
                  Flapping.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .state(act -> act.is("none") ? null : act.what())
                      .times(3)
                      .within(Duration.ofMillis(15)),
                  true)
              .build(),
      events -> BatchPatterns.flapping(events, 3, 15, 2),
      act -> 0,
      "up",
      "up",
      "down",
      "none"),
  TREND(
      tied ->
          tied(
                  Trend.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .rising(Act::value)
                      .times(3)
                      .within(Duration.ofMillis(25)),
                  tied)
              .build(),
      events -> BatchPatterns.trend(events, 3, 25, 2, 1),
      Act::value,
      "v"),
  FALLING_TREND(
      tied ->
          tied(
                  Trend.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .falling(Act::value)
                      .times(3)
                      .within(Duration.ofMillis(25)),
                  tied)
              .build(),
      events -> BatchPatterns.trend(events, 3, 25, 2, -1),
      Act::value,
      "v"),
  DORMANT_THEN_ACTIVE(
      tied ->
          tied(
                  DormantThenActive.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .dormantFor(Duration.ofMillis(6))
                      .since(act -> act.is("login") || act.is("both"))
                      .activity(act -> act.is("act") || act.is("both"))
                      .within(Duration.ofMillis(18)),
                  tied)
              .build(),
      events -> BatchPatterns.dormantThenActive(events, 6, 18),
      act -> act.is("login") || act.is("both") ? 0 : 1,
      "login",
      "act",
      "both",
      "other"),
  IMPOSSIBLE_TRAVEL(
      tied ->
          tied(
                  ImpossibleTravel.on(Act.class)
                      .keyedBy(Act::key, String.class)
                      .latitude(act -> act.is("nowhere") ? null : (Double) act.north())
                      .longitude(Act::east)
                      .fasterThan(900)
                      .fromDistance(1)
                      .within(Duration.ofMillis(9)),
                  true)
              .build(),
      events -> BatchPatterns.impossibleTravel(events, 9),
      act -> 0,
      "place",
      "place",
      "nowhere");

  private final Function<Boolean, LogicPattern<String, Act>> pattern;
  private final Function<List<At>, List<Found>> batch;
  private final RunLogic.Rank<Act> rank;
  private final String[] whats;

  Patterns(
      Function<Boolean, LogicPattern<String, Act>> pattern,
      Function<List<At>, List<Found>> batch,
      RunLogic.Rank<Act> rank,
      String... whats) {
    this.pattern = pattern;
    this.batch = batch;
    this.rank = rank;
    this.whats = whats;
  }

  private static <B extends PatternBuilder<String, Act, B>> B tied(B builder, boolean byId) {
    EventComparator<Act> order = (a, b) -> Integer.compare(a.id(), b.id());
    return byId ? builder.breakTiesBy(order) : builder;
  }

  /** Whether ties of one rank give different results, so that the caller must order them. */
  boolean needsTies() {
    return this == CREDENTIAL_STUFFING
        || this == STUCK_STATE
        || this == FLAPPING
        || this == IMPOSSIBLE_TRAVEL;
  }

  LogicPattern<String, Act> pattern(boolean tiesById) {
    return pattern.apply(tiesById);
  }

  LogicPattern<String, Act> pattern() {
    return pattern(true);
  }

  List<Found> batch(List<At> sorted) {
    return batch.apply(sorted);
  }

  double rank(Act act) {
    try {
      return rank.of(act);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  Act random(String key, int id, Random random) {
    return new Act(
        key,
        id,
        whats[random.nextInt(whats.length)],
        "user" + random.nextInt(4),
        random.nextInt(10),
        random.nextInt(3) * 0.00002,
        random.nextInt(3) * 20);
  }
}
