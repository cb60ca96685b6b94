// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.velocity.Rule;
import io.github.flinkpatterns.velocity.Rule.FieldKind;
import io.github.flinkpatterns.velocity.VelocityDetectorBuilder;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a set of rules reads beyond those that every transaction has.
 *
 * @param names their names
 * @param numeric whether each is read as a number
 */
record Columns(List<String> names, List<Boolean> numeric) implements Serializable {

  static final String TRANSACTION = "transactionId";
  static final String TIME = "timestampMillis";
  static final String CUSTOMER = "customerId";
  static final String TERMINAL = "terminalId";
  static final String AMOUNT = "amount";

  /** What every transaction has. */
  static final List<String> ALWAYS = List.of(TRANSACTION, TIME, CUSTOMER, TERMINAL, AMOUNT);

  /** Returns the columns that {@code rules} read. */
  static Columns of(Collection<Rule> rules) {
    NavigableMap<String, Boolean> numeric = new TreeMap<>();
    for (Rule rule : rules) {
      rule.fields()
          .forEach(
              (name, kind) -> numeric.merge(name, kind == FieldKind.NUMBER, Boolean::logicalOr));
      rule.keyBy().forEach(name -> numeric.putIfAbsent(name, false));
    }
    ALWAYS.forEach(numeric::remove);
    return new Columns(List.copyOf(numeric.keySet()), List.copyOf(numeric.values()));
  }

  /** Tells a detector how to read the fields that {@code rules} name, and no others. */
  void addTo(VelocityDetectorBuilder<Transaction, String> builder, Collection<Rule> rules) {
    Set<String> used = new TreeSet<>();
    rules.forEach(rule -> used.addAll(rule.fields().keySet()));
    for (String name : used) {
      switch (name) {
        case AMOUNT -> builder.amount(AMOUNT, Transaction::amount);
        case CUSTOMER -> builder.field(CUSTOMER, Transaction::customerId);
        case TERMINAL -> builder.field(TERMINAL, Transaction::terminalId);
        case TRANSACTION -> builder.field(TRANSACTION, Transaction::transactionId);
        case TIME -> builder.amount(TIME, Transaction::timestampMillis);
        default -> {
          if (numeric.get(names.indexOf(name))) {
            builder.amount(name, tx -> number(tx.others().get(name)));
          } else {
            builder.field(name, tx -> tx.others().get(name));
          }
        }
      }
    }
  }

  /** Returns the value of the key that {@code fields} make; null if a field is missing. */
  @Nullable String key(Transaction tx, List<String> fields) {
    List<String> values = new ArrayList<>(fields.size());
    for (String field : fields) {
      @Nullable String value =
          switch (field) {
            case CUSTOMER -> tx.customerId();
            case TERMINAL -> tx.terminalId();
            case TRANSACTION -> tx.transactionId();
            default -> tx.others().get(field);
          };
      if (value == null) {
        return null;
      }
      // Several values are told apart even if they hold the bar.
      values.add(fields.size() == 1 ? value : value.replace("\\", "\\\\").replace("|", "\\|"));
    }
    return String.join("|", values);
  }

  /** A text that is no number is as good as a missing one: the rules that need it say so. */
  private static @Nullable BigDecimal number(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
