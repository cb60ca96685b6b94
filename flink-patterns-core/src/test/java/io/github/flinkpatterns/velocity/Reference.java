// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A batch evaluation of rules: for every event it scans all events again. It shares the rule's
 * record with the detector and nothing else; conditions come as Java predicates.
 */
final class Reference {

  /** A rule with its conditions written a second time. */
  record Case(Rule rule, Predicate<Tx> where, Predicate<Tx> when) {
    static Case of(Rule rule) {
      return new Case(rule, tx -> true, tx -> true);
    }
  }

  /** What the detector and the reference must agree on. */
  record Fired(
      String rule, String key, String event, long time, String value, List<String> evidence) {
    static Fired of(Alert<String> alert) {
      return new Fired(
          alert.ruleId(),
          alert.key(),
          alert.eventId(),
          alert.timestampMillis(),
          round(alert.value()),
          alert.evidence());
    }
  }

  static final Comparator<Fired> ORDER =
      Comparator.comparing(Fired::key)
          .thenComparing(Fired::time)
          .thenComparing(Fired::event)
          .thenComparing(Fired::rule);

  private Reference() {}

  /** Returns what fires, judging {@code events} in the given order, each after those before it. */
  static List<Fired> run(List<Tx> events, List<Case> cases, int most) {
    List<Fired> fired = new ArrayList<>();
    for (Case each : cases) {
      for (int i = 0; i < events.size(); i++) {
        Tx own = events.get(i);
        if (!each.when().test(own)) {
          continue;
        }
        Fired result = judge(each, own, events.subList(0, i), most);
        if (result != null) {
          fired.add(result);
        }
      }
    }
    fired.sort(ORDER);
    return fired;
  }

  /** Returns what fires at the last of {@code events}. */
  static List<Fired> last(List<Tx> events, List<Case> cases, int most) {
    int last = events.size() - 1;
    List<Fired> fired = new ArrayList<>();
    for (Case each : cases) {
      if (each.when().test(events.get(last))) {
        Fired result = judge(each, events.get(last), events.subList(0, last), most);
        if (result != null) {
          fired.add(result);
        }
      }
    }
    return fired;
  }

  /** Returns the events in the order in which event-time order judges them. */
  static List<Tx> inOrder(List<Tx> events) {
    return events.stream()
        .sorted(Comparator.comparing(Tx::time).thenComparing(Tx::id))
        .collect(Collectors.toList());
  }

  private static @Nullable Fired judge(Case each, Tx own, List<Tx> before, int most) {
    Rule rule = each.rule();
    if (!present(rule, own)) {
      return null;
    }
    boolean earlier =
        rule.op() == Comparison.RATIO_ABOVE
            || List.of(Aggregate.ZSCORE, Aggregate.GAP, Aggregate.SPEED, Aggregate.FIRST_SEEN_AGE)
                .contains(rule.aggregate());
    List<Tx> window = new ArrayList<>();
    for (Tx tx : before) {
      if (tx.customer().equals(own.customer())
          && tx.time() > own.time() - rule.windowMillis()
          && tx.time() <= own.time()) {
        window.add(tx);
      }
    }
    if (!earlier) {
      window.add(own);
    }
    List<Tx> counted =
        window.stream().filter(each.where()).filter(tx -> present(rule, tx)).toList();
    if (counted.size() < rule.minEvents()) {
      return null;
    }
    BigDecimal value = value(each, own, window, counted);
    if (value == null) {
      return null;
    }
    int sign = value.compareTo(rule.threshold());
    boolean fires =
        switch (rule.op()) {
          case ABOVE, RATIO_ABOVE -> sign > 0;
          case AT_LEAST -> sign >= 0;
          case BELOW -> sign < 0;
          case AT_MOST -> sign <= 0;
          case EQUAL -> sign == 0;
        };
    if (!fires) {
      return null;
    }
    List<Tx> shown = rule.aggregate() == Aggregate.STREAK ? streak(each, window) : counted;
    return new Fired(
        rule.id(),
        own.customer(),
        own.id(),
        own.time(),
        round(value.doubleValue()),
        shown.stream().skip(Math.max(0, shown.size() - most)).map(Tx::id).toList());
  }

  private static boolean present(Rule rule, Tx tx) {
    return rule.of().stream()
        .allMatch(
            field ->
                switch (field) {
                  case "amount" -> tx.amount() != null;
                  case "terminal" -> tx.terminal() != null;
                  default -> true;
                });
  }

  private static @Nullable BigDecimal value(Case each, Tx own, List<Tx> window, List<Tx> counted) {
    Rule rule = each.rule();
    BigDecimal aggregate =
        switch (rule.aggregate()) {
          case COUNT -> BigDecimal.valueOf(counted.size());
          case SUM -> sum(counted);
          case AVG ->
              counted.isEmpty()
                  ? null
                  : sum(counted).divide(BigDecimal.valueOf(counted.size()), MathContext.DECIMAL128);
          case MIN -> amounts(counted).stream().min(BigDecimal::compareTo).orElse(null);
          case MAX -> amounts(counted).stream().max(BigDecimal::compareTo).orElse(null);
          case STDDEV -> deviation(counted);
          case DISTINCT ->
              BigDecimal.valueOf(counted.stream().map(Tx::terminal).distinct().count());
          case ZSCORE -> {
            BigDecimal deviation = deviation(counted);
            yield deviation == null || deviation.signum() == 0
                ? null
                : amount(own)
                    .subtract(
                        sum(counted)
                            .divide(BigDecimal.valueOf(counted.size()), MathContext.DECIMAL128))
                    .divide(deviation, MathContext.DECIMAL128);
          }
          case FIRST_SEEN_AGE ->
              BigDecimal.valueOf(
                  counted.stream()
                      .filter(tx -> Objects.equals(tx.terminal(), own.terminal()))
                      .findFirst()
                      .map(tx -> own.time() - tx.time())
                      .orElse(0L));
          case GAP ->
              counted.isEmpty()
                  ? null
                  : BigDecimal.valueOf(own.time() - counted.get(counted.size() - 1).time());
          case STREAK -> BigDecimal.valueOf(streak(each, window).size());
          case SPEED -> null;
        };
    if (aggregate == null || rule.op() != Comparison.RATIO_ABOVE) {
      return aggregate;
    }
    return counted.isEmpty() || aggregate.signum() <= 0
        ? null
        : amount(own).divide(aggregate, new MathContext(60));
  }

  private static List<Tx> streak(Case each, List<Tx> window) {
    int start = window.size();
    while (start > 0 && each.where().test(window.get(start - 1))) {
      start--;
    }
    return window.subList(start, window.size());
  }

  private static BigDecimal sum(List<Tx> events) {
    return amounts(events).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<BigDecimal> amounts(List<Tx> events) {
    return events.stream().map(Reference::amount).toList();
  }

  private static BigDecimal amount(Tx tx) {
    return BigDecimal.valueOf(Objects.requireNonNull(tx.amount()));
  }

  private static @Nullable BigDecimal deviation(List<Tx> events) {
    if (events.size() < 2) {
      return null;
    }
    BigDecimal n = BigDecimal.valueOf(events.size());
    BigDecimal mean = sum(events).divide(n, MathContext.DECIMAL128);
    BigDecimal spread = BigDecimal.ZERO;
    for (BigDecimal amount : amounts(events)) {
      BigDecimal off = amount.subtract(mean);
      spread = spread.add(off.multiply(off));
    }
    return spread
        .divide(n.subtract(BigDecimal.ONE), MathContext.DECIMAL128)
        .sqrt(MathContext.DECIMAL64);
  }

  /** Rounds to nine significant digits: deviations are computed in floating point. */
  static String round(double value) {
    return value == 0 ? "0" : new BigDecimal(value).round(new MathContext(9)).toPlainString();
  }
}
