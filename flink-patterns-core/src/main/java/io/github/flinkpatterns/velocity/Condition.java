// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on one event, as it is written in a rule: comparisons joined by {@code and} and
 * {@code or}, of which {@code and} binds tighter.
 *
 * @param text how it was written
 * @param anyOf the alternatives, each a list of comparisons that must all hold; none: always true
 */
record Condition(String text, List<List<Term>> anyOf) {

  /** One comparison of a field with a literal. */
  record Term(String field, Comparison op, boolean negated, String literal) {}

  private static final String FORM =
      "; write comparisons such as amount > 50 or country != 'DE', joined by and, or";
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(>=|<=|==|!=|>|<)|'([^']*)'|\"([^\"]*)\"|(-?\\d+(?:\\.\\d+)?)(?![\\w.])"
              + "|([\\p{L}_][\\w.-]*))");

  private enum Kind {
    SIGN,
    TEXT,
    NUMBER,
    WORD
  }

  private record Token(Kind kind, String text) {}

  static Condition parse(String rule, String part, String source) {
    List<Token> tokens = tokens(rule, part, source);
    List<List<Term>> anyOf = new ArrayList<>();
    List<Term> all = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      if (tokens.size() < at + 3) {
        throw wrong(rule, part, source, "ends in the middle of a comparison");
      }
      all.add(term(rule, part, source, tokens.subList(at, at + 3)));
      at += 3;
      if (at == tokens.size()) {
        break;
      }
      String joint = tokens.get(at).kind() == Kind.WORD ? tokens.get(at).text() : "";
      if (joint.equalsIgnoreCase("or")) {
        anyOf.add(List.copyOf(all));
        all.clear();
      } else if (!joint.equalsIgnoreCase("and")) {
        throw wrong(rule, part, source, "has '" + tokens.get(at).text() + "' for and, or");
      }
      at++;
      if (at == tokens.size()) {
        throw wrong(rule, part, source, "ends after '" + joint + "'");
      }
    }
    if (!all.isEmpty()) {
      anyOf.add(List.copyOf(all));
    }
    return new Condition(source.strip(), List.copyOf(anyOf));
  }

  private static Term term(String rule, String part, String source, List<Token> three) {
    Token field = three.get(0);
    Token sign = three.get(1);
    Token literal = three.get(2);
    if (field.kind() != Kind.WORD) {
      throw wrong(rule, part, source, "has '" + field.text() + "' for the name of a field");
    }
    if (sign.kind() != Kind.SIGN) {
      throw wrong(rule, part, source, "has '" + sign.text() + "' for one of >, >=, <, <=, ==, !=");
    }
    if (literal.kind() == Kind.SIGN) {
      throw wrong(rule, part, source, "has '" + literal.text() + "' for a value");
    }
    boolean negated = sign.text().equals("!=");
    Comparison op = negated ? Comparison.EQUAL : Comparison.of(sign.text()).orElseThrow();
    return new Term(field.text(), op, negated, literal.text());
  }

  private static List<Token> tokens(String rule, String part, String source) {
    String text = source.strip();
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw wrong(
            rule, part, source, "cannot be read at '" + RuleErrors.shown(text.substring(at)) + "'");
      }
      if (matcher.group(1) != null) {
        tokens.add(new Token(Kind.SIGN, matcher.group(1)));
      } else if (matcher.group(2) != null) {
        tokens.add(new Token(Kind.TEXT, matcher.group(2)));
      } else if (matcher.group(3) != null) {
        tokens.add(new Token(Kind.TEXT, matcher.group(3)));
      } else if (matcher.group(4) != null) {
        tokens.add(new Token(Kind.NUMBER, matcher.group(4)));
      } else {
        tokens.add(new Token(Kind.WORD, matcher.group(5)));
      }
      at = matcher.end();
    }
    return tokens;
  }

  private static IllegalArgumentException wrong(
      String rule, String part, String source, String what) {
    return RuleErrors.wrong(rule, part, "'" + RuleErrors.shown(source) + "' " + what + FORM);
  }
}
