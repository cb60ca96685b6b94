// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** A condition bound to the columns of a ring. A field that is missing satisfies no comparison. */
final class Filter {

  static final Filter ALL = new Filter("", new int[0][], new Comparison[0][], new long[0][], 0);

  private final String text;
  private final int[][] fields;
  private final Comparison[][] ops;
  private final long[][] literals;
  private final long negated;

  private Filter(String text, int[][] fields, Comparison[][] ops, long[][] literals, long negated) {
    this.text = text;
    this.fields = fields;
    this.ops = ops;
    this.literals = literals;
    this.negated = negated;
  }

  static Filter bind(String rule, String part, String source, Fields layout) {
    Condition condition = Condition.parse(rule, part, source);
    int groups = condition.anyOf().size();
    int[][] fields = new int[groups][];
    Comparison[][] ops = new Comparison[groups][];
    long[][] literals = new long[groups][];
    long negated = 0;
    int number = 0;
    for (int g = 0; g < groups; g++) {
      var terms = condition.anyOf().get(g);
      fields[g] = new int[terms.size()];
      ops[g] = new Comparison[terms.size()];
      literals[g] = new long[terms.size()];
      for (int i = 0; i < terms.size(); i++, number++) {
        Condition.Term term = terms.get(i);
        int field = layout.require(rule, part, term.field());
        fields[g][i] = field;
        ops[g][i] = term.op();
        literals[g][i] = literal(rule, part, term, layout, field);
        if (number >= 64) {
          throw RuleErrors.wrong(rule, part, "has more than 64 comparisons");
        }
        if (term.negated()) {
          negated |= 1L << number;
        }
      }
    }
    return groups == 0 ? ALL : new Filter(condition.text(), fields, ops, literals, negated);
  }

  private static long literal(
      String rule, String part, Condition.Term term, Fields layout, int field) {
    if (!layout.isNumber(field)) {
      if (term.op() != Comparison.EQUAL) {
        throw RuleErrors.wrong(
            rule, part, "'" + term.field() + "' is a category, which allows == and != only");
      }
      return Fields.fingerprint(term.literal());
    }
    try {
      BigDecimal scaled = new BigDecimal(term.literal()).movePointRight(layout.decimals());
      long exact = scaled.longValueExact();
      if (Math.abs(exact) <= Fields.MOST) {
        return exact;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw RuleErrors.wrong(
        rule,
        part,
        "'"
            + term.literal()
            + "' is no number with at most "
            + layout.decimals()
            + " decimals and a magnitude that "
            + term.field()
            + " can have");
  }

  String text() {
    return text;
  }

  boolean isAll() {
    return fields.length == 0;
  }

  /** Returns the fields that are compared. */
  Set<Integer> fields() {
    Set<Integer> all = new TreeSet<>();
    for (int[] group : fields) {
      for (int field : group) {
        all.add(field);
      }
    }
    return all;
  }

  boolean matches(Ring ring, int index) {
    if (fields.length == 0) {
      return true;
    }
    int number = 0;
    for (int g = 0; g < fields.length; g++) {
      boolean all = true;
      for (int i = 0; i < fields[g].length; i++, number++) {
        if (all) {
          long value = ring.value(fields[g][i], index);
          all =
              value != Fields.MISSING
                  && ops[g][i].holds(Long.compare(value, literals[g][i]))
                      != ((negated & (1L << number)) != 0);
        }
      }
      if (all) {
        return true;
      }
    }
    return false;
  }
}
