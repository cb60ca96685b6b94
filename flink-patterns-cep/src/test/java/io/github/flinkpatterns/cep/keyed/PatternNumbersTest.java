// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers of docs/patterns: the rows of each page's table, in seconds. */
class PatternNumbersTest {

  private static final Duration MINUTE = Duration.ofSeconds(60);

  /**
   * A row of a table.
   *
   * @param events {@code WHAT@SECOND}; a number in front of the @ is a value, "north/east" a place
   * @param found {@code match 0 59.999} or {@code near 0 60}: start, and end or deadline
   */
  private record Row(LogicPattern<String, Act> pattern, String events, String found) {
    @Override
    public String toString() {
      return pattern.name() + ": " + events;
    }
  }

  static Stream<Row> rows() {
    var bruteForce =
        BruteForce.on(Act.class)
            .keyedBy(Act::key, String.class)
            .failure(act -> act.is("F"))
            .success(act -> act.is("S"))
            .times(3)
            .within(MINUTE)
            .build();
    var failsThenSuccess =
        FailsThenSuccess.on(Act.class)
            .keyedBy(Act::key, String.class)
            .failure(act -> act.is("F"))
            .success(act -> act.is("S"))
            .times(3)
            .within(MINUTE)
            .build();
    var stuffing =
        CredentialStuffing.on(Act.class)
            .keyedBy(Act::key, String.class)
            .failure(act -> true)
            .user(Act::what)
            .times(3)
            .within(MINUTE)
            .build();
    var cards =
        CardTesting.on(Act.class)
            .keyedBy(Act::key, String.class)
            .amount(Act::value)
            .smallUpTo(5)
            .largeFrom(200)
            .times(2)
            .within(Duration.ofHours(1))
            .build();
    var heartbeat =
        MissingHeartbeat.on(Act.class)
            .keyedBy(Act::key, String.class)
            .within(Duration.ofMinutes(5))
            .build();
    var sla =
        SlaTimeout.on(Act.class)
            .keyedBy(Act::key, String.class)
            .started(act -> act.is("start"))
            .finished(act -> act.is("finish"))
            .within(Duration.ofHours(24))
            .build();
    var stuck =
        StuckState.on(Act.class)
            .keyedBy(Act::key, String.class)
            .state(Act::what)
            .mayStay(act -> act.is("SHIPPED"))
            .within(Duration.ofHours(1))
            .build();
    var flapping =
        Flapping.on(Act.class)
            .keyedBy(Act::key, String.class)
            .state(Act::what)
            .times(3)
            .within(MINUTE)
            .build();
    var trend =
        Trend.on(Act.class)
            .keyedBy(Act::key, String.class)
            .rising(Act::value)
            .times(3)
            .within(MINUTE)
            .build();
    var dormant =
        DormantThenActive.on(Act.class)
            .keyedBy(Act::key, String.class)
            .since(act -> act.is("login"))
            .activity(act -> act.is("view"))
            .dormantFor(Duration.ofHours(24))
            .within(Duration.ofDays(30))
            .build();
    var travel =
        ImpossibleTravel.on(Act.class)
            .keyedBy(Act::key, String.class)
            .latitude(Act::north)
            .longitude(Act::east)
            .fasterThan(900)
            .fromDistance(100)
            .within(Duration.ofHours(24))
            .build();
    String london = "51.5/-0.1";
    String newYork = "40.7/-74.0";
    String heathrow = "51.47/-0.45";
    return Stream.of(
        new Row(bruteForce, "F@0 F@20 F@59.999", "match 0 59.999"),
        new Row(bruteForce, "F@0 F@20 F@60", "near 0 60, near 20 80"),
        new Row(bruteForce, "F@0 F@20 S@30 F@40", ""),
        new Row(bruteForce, "F@0 F@1 F@2 F@3 F@4 F@5", "match 0 2, match 3 5"),
        new Row(bruteForce, "F@0 S@0 F@1 F@2", "near 1 61"),
        new Row(failsThenSuccess, "F@0 F@10 F@20 S@59.999", "match 0 59.999"),
        new Row(failsThenSuccess, "F@0 F@10 F@20 S@60", "near 0 60"),
        new Row(failsThenSuccess, "F@0 F@10 F@20 F@30 S@65", "match 10 65"),
        new Row(failsThenSuccess, "F@0 F@1 S@2 F@3 S@4", ""),
        new Row(stuffing, "ann@0 ann@30 bob@40 cid@89.999", "match 30 89.999"),
        new Row(stuffing, "ann@0 ann@30 bob@40 cid@90", "near 30 90, near 40 100"),
        new Row(stuffing, "ann@0 ann@1 ann@2 ann@3", ""),
        new Row(cards, "1@0 2.5@1200 300@3599.999", "match 0 3599.999"),
        new Row(cards, "1@0 2.5@1200 300@3600", "near 0 3600"),
        new Row(cards, "1@0 50@10 2.5@20 300@30", "match 0 30"),
        new Row(cards, "1@0 300@10 2.5@20 300@30", "match 0 30"),
        new Row(heartbeat, "x@0 x@299.999", "match 299.999 599.999"),
        new Row(heartbeat, "x@0 x@300", "match 0 300, match 300 600"),
        new Row(heartbeat, "x@0 x@3600", "match 0 300, match 3600 3900"),
        new Row(sla, "start@0 finish@86399.999", ""),
        new Row(sla, "start@0 finish@86400", "match 0 86400"),
        new Row(sla, "start@0", "match 0 86400"),
        new Row(sla, "start@0 start@3600 finish@7200", ""),
        new Row(sla, "finish@0 start@0", ""),
        new Row(stuck, "PAID@0 PAID@1800 SHIPPED@3600", "match 0 3600"),
        new Row(stuck, "PAID@0 SHIPPED@3599.999", ""),
        new Row(stuck, "PAID@0", "match 0 3600"),
        new Row(stuck, "PAID@0 PAID@1800 PAID@3600 PAID@5400 PAID@7200", "match 0 3600"),
        new Row(stuck, "PAID@0 PAID@9000", "match 0 3600, match 9000 12600"),
        new Row(flapping, "UP@0 DOWN@10 UP@20 DOWN@69.999", "match 10 69.999"),
        new Row(flapping, "UP@0 DOWN@10 UP@20 DOWN@70", "near 10 70, near 20 80"),
        new Row(flapping, "UP@0 UP@10 UP@20 UP@30", ""),
        new Row(flapping, "UP@0 DOWN@60", ""),
        new Row(trend, "1@0 2@30 3@59.999", "match 0 59.999"),
        new Row(trend, "1@0 2@30 3@60 4@80", "near 0 60, match 30 80"),
        new Row(trend, "1@0 2@10 2@20 3@30", "near 20 80"),
        new Row(trend, "1@0 2@1 3@2 4@3 5@4 6@5", "match 0 2, match 3 5"),
        new Row(dormant, "login@0 view@86400", "near 0 2592000"),
        new Row(dormant, "login@0 view@86400.001 view@86401", "match 0 86400.001"),
        new Row(dormant, "login@0", "near 0 2592000"),
        new Row(travel, london + "@0 " + newYork + "@10800", "match 0 10800"),
        new Row(travel, london + "@0 " + newYork + "@25200", ""),
        new Row(travel, london + "@0 " + newYork + "@0", "match 0 0"),
        new Row(travel, london + "@0 " + heathrow + "@0", ""),
        new Row(
            travel,
            london + "@0 " + newYork + "@3600 " + london + "@7200",
            "match 0 3600, match 3600 7200"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowOfAPageIsWhatIsFound(Row row) {
    var script = PatternChecks.function(row.pattern());
    for (String event : Splitter.on(' ').split(row.events())) {
      List<String> parts = Splitter.on('@').splitToList(event);
      script = script.event(act(parts.get(0)), Math.round(Double.parseDouble(parts.get(1)) * 1e3));
    }
    // All time passes at the end: what nothing follows is found too.
    var outcome = script.watermark(Long.MAX_VALUE - 1).verify();
    List<String> found = new ArrayList<>();
    outcome
        .values()
        .forEach(match -> found.add("match" + times(match.startMillis(), match.endMillis())));
    outcome
        .values(row.pattern().timedOut())
        .forEach(miss -> found.add("near" + times(miss.startMillis(), miss.deadlineMillis())));
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            Splitter.on(", ").omitEmptyStrings().splitToList(row.found()));
  }

  private static Act act(String what) {
    List<String> place = Splitter.on('/').splitToList(what);
    if (place.size() == 2) {
      return new Act(
          "k", 0, what, "u", 0, Double.parseDouble(place.get(0)), Double.parseDouble(place.get(1)));
    }
    double value = Character.isDigit(what.charAt(0)) ? Double.parseDouble(what) : 0;
    return new Act("k", 0, what, "u", value, 0, 0);
  }

  private static String times(long start, long end) {
    return " " + seconds(start) + " " + seconds(end);
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0 ? Long.toString(millis / 1_000) : Double.toString(millis / 1e3);
  }
}
