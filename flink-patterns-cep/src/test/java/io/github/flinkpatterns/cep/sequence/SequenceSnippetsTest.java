// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternSpec;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/patterns, and the numbers in their tables: each row is a key. */
class SequenceSnippetsTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  // docs: begin action
  /** What a user did; the amount of a payment, else null. */
  public record Action(String user, String type, Double amount) {}

  // docs: end action

  // docs: begin quote
  /** A price. */
  public record Quote(String symbol, double price) {}

  // docs: end quote

  /** Runs a pattern over rows of a table, and compares all that leaves. */
  private static final class Table<IN> {

    private final PatternSpec<String, IN> pattern;
    private final JobSource.Script<IN> script;
    private final List<String> expected = new ArrayList<>();

    Table(PatternSpec<String, IN> pattern) {
      this.pattern = pattern;
      this.script = JobSource.script(pattern.late().getTypeInfo());
    }

    Table<IN> event(IN event, double time) {
      script.record(event, Math.round(time * 1_000));
      return this;
    }

    Table<IN> found(String... results) {
      expected.addAll(List.of(results));
      return this;
    }

    void verify() {
      flink.job(script.end(), this::texts).run().assertCommitted(expected);
    }

    private DataStream<String> texts(DataStream<IN> events) {
      var matches = pattern.applyTo(events, "pattern");
      return matches
          .map(m -> "match " + m.key() + span(m.startMillis(), m.endMillis()))
          .returns(Types.STRING)
          .union(
              matches
                  .getSideOutput(pattern.timedOut())
                  .map(t -> "near " + t.key() + span(t.startMillis(), t.deadlineMillis()))
                  .returns(Types.STRING));
    }

    private static String span(long start, long end) {
      return " " + start / 1e3 + " " + end / 1e3;
    }
  }

  private static Table<Action> login(Table<Action> table, String user, double time) {
    return table.event(new Action(user, "login", null), time);
  }

  private static Table<Action> pay(Table<Action> table, String user, double amount, double time) {
    return table.event(new Action(user, "pay", amount), time);
  }

  @Test
  void loginThenHighValue() {
    // docs: begin login-then-high-value
    var takeover =
        LoginThenHighValue.on(Action.class)
            .keyedBy(Action::user, String.class)
            .login(action -> action.type().equals("login"))
            .amount(Action::amount)
            .above(10_000)
            .within(Duration.ofMinutes(1))
            .build();
    // docs: end login-then-high-value
    var table = new Table<>(takeover);
    pay(login(table, "in-time", 0), "in-time", 12_000, 59.999).found("match in-time 0.0 59.999");
    pay(login(table, "at", 0), "at", 12_000, 60).found("near at 0.0 60.0");
    pay(login(table, "equal", 0), "equal", 10_000, 20).found("near equal 0.0 60.0");
    pay(login(login(table, "two", 0), "two", 30), "two", 12_000, 40).found("match two 0.0 40.0");
    pay(pay(login(table, "again", 0), "again", 12_000, 40), "again", 15_000, 50)
        .found("match again 0.0 40.0");
    table.verify();
  }

  private static Table<Action> rows(Table<Action> table, String user, Object... typesAndTimes) {
    for (int i = 0; i < typesAndTimes.length; i += 2) {
      Action action = new Action(user, (String) typesAndTimes[i], null);
      table.event(action, ((Number) typesAndTimes[i + 1]).doubleValue());
    }
    return table;
  }

  @Test
  void sequenceWithAbsence() {
    // docs: begin sequence-with-absence
    var paidWithoutCheck =
        SequenceWithAbsence.on(Action.class)
            .keyedBy(Action::user, String.class)
            .first(action -> action.type().equals("order"))
            .absent(action -> action.type().equals("check"))
            .last(action -> action.type().equals("pay"))
            .within(Duration.ofSeconds(10))
            .build();
    // docs: end sequence-with-absence
    var table = new Table<>(paidWithoutCheck);
    rows(table, "in-time", "order", 0, "pay", 9.999).found("match in-time 0.0 9.999");
    rows(table, "at", "order", 0, "pay", 10).found("near at 0.0 10.0");
    rows(table, "checked", "order", 0, "check", 3, "pay", 5);
    rows(table, "alone", "order", 0).found("near alone 0.0 10.0");
    rows(table, "two", "order", 0, "order", 2, "pay", 5).found("match two 0.0 5.0");
    rows(table, "later", "order", 0, "check", 3, "order", 4, "pay", 5).found("match later 4.0 5.0");
    table.verify();

    // docs: begin sequence-with-absence-at-end
    var neverChecked =
        SequenceWithAbsence.on(Action.class)
            .keyedBy(Action::user, String.class)
            .first(action -> action.type().equals("order"))
            .absent(action -> action.type().equals("check"))
            .within(Duration.ofSeconds(10))
            .build();
    // docs: end sequence-with-absence-at-end
    var end = new Table<>(neverChecked);
    rows(end, "alone", "order", 0).found("match alone 0.0 10.0");
    rows(end, "in-time", "order", 0, "check", 9.999);
    rows(end, "at", "order", 0, "check", 10).found("match at 0.0 10.0");
    rows(end, "two", "order", 0, "order", 4).found("match two 0.0 10.0", "match two 4.0 14.0");
    end.verify();
  }

  @Test
  void cartAbandonment() {
    // docs: begin cart-abandonment
    var abandoned =
        CartAbandonment.on(Action.class)
            .keyedBy(Action::user, String.class)
            .added(action -> action.type().equals("add"))
            .purchased(action -> action.type().equals("buy"))
            .emptied(action -> action.type().equals("empty"))
            .within(Duration.ofMinutes(60))
            .build();
    // docs: end cart-abandonment
    var table = new Table<>(abandoned);
    double minute = 60;
    rows(table, "never", "add", 0, "add", 30 * minute).found("match never 0.0 5400.0");
    rows(table, "in-time", "add", 0, "add", 30 * minute, "buy", 90 * minute - 0.001);
    rows(table, "at", "add", 0, "add", 30 * minute, "buy", 90 * minute)
        .found("match at 0.0 5400.0");
    rows(table, "emptied", "add", 0, "empty", 10 * minute);
    rows(table, "two", "add", 0, "add", 60 * minute)
        .found("match two 0.0 3600.0", "match two 3600.0 7200.0");
    table.verify();
  }

  private static Table<Quote> quotes(Table<Quote> table, String symbol, double... pricesAndTimes) {
    for (int i = 0; i < pricesAndTimes.length; i += 2) {
      table.event(new Quote(symbol, pricesAndTimes[i]), pricesAndTimes[i + 1]);
    }
    return table;
  }

  @Test
  void priceSurge() {
    // docs: begin price-surge
    var surge =
        PriceSurge.on(Quote.class)
            .keyedBy(Quote::symbol, String.class)
            .price(Quote::price)
            .moreThan(0.2)
            .within(Duration.ofMinutes(5))
            .build();
    // docs: end price-surge
    var table = new Table<>(surge);
    quotes(table, "in-time", 100, 0, 110, 60, 121, 299.999).found("match in-time 0.0 299.999");
    quotes(table, "at", 100, 0, 121, 300);
    quotes(table, "equal", 100, 0, 120, 60).found("near equal 0.0 300.0");
    quotes(table, "less", 100, 0, 115, 60);
    quotes(table, "dip", 100, 0, 90, 60, 109, 120).found("match dip 60.0 120.0");
    quotes(table, "used-up", 100, 0, 121, 60, 146, 120).found("match used-up 0.0 60.0");
    table.verify();
  }

  @Test
  void priceDrop() {
    // docs: begin price-drop
    var drop =
        PriceDrop.on(Quote.class)
            .keyedBy(Quote::symbol, String.class)
            .price(Quote::price)
            .moreThan(0.2)
            .within(Duration.ofMinutes(5))
            .build();
    // docs: end price-drop
    var table = new Table<>(drop);
    quotes(table, "in-time", 100, 0, 90, 60, 79, 299.999).found("match in-time 0.0 299.999");
    quotes(table, "at", 100, 0, 79, 300);
    quotes(table, "equal", 100, 0, 80, 60).found("near equal 0.0 300.0");
    quotes(table, "less", 100, 0, 85, 60);
    quotes(table, "peak", 100, 0, 110, 60, 87, 120).found("match peak 60.0 120.0");
    quotes(table, "used-up", 100, 0, 79, 60, 63, 120).found("match used-up 0.0 60.0");
    table.verify();
  }

  @Test
  void vShape() {
    // docs: begin v-shape
    var shape =
        VShape.on(Quote.class)
            .keyedBy(Quote::symbol, String.class)
            .price(Quote::price)
            .fallOf(0.1)
            .within(Duration.ofMinutes(10))
            .build();
    // docs: end v-shape
    var table = new Table<>(shape);
    quotes(table, "whole", 100, 0, 95, 60, 88, 120, 92, 180, 97, 240, 101, 300)
        .found("match whole 0.0 300.0");
    quotes(table, "sharp", 100, 0, 88, 60, 100, 120).found("match sharp 0.0 120.0");
    quotes(table, "shallow", 100, 0, 95, 60, 91, 120, 99, 180, 101, 240);
    quotes(table, "flat", 100, 0, 95, 60, 88, 120, 88, 180, 101, 240);
    quotes(table, "slow", 100, 0, 88, 60, 101, 600).found("near slow 0.0 600.0");
    quotes(table, "half", 100, 0, 88, 60, 95, 120).found("near half 0.0 600.0");
    table.verify();
  }
}
