// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one rule of a rule file. */
final class RuleNode {

  private static final List<String> KNOWN =
      List.of(
          "id",
          "version",
          "keyBy",
          "aggregate",
          "of",
          "window",
          "op",
          "threshold",
          "severity",
          "mode",
          "where",
          "when",
          "minEvents",
          "cooldown",
          "bucket");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

  private final JsonNode node;
  private final String id;

  RuleNode(JsonNode node, int number) {
    this.node = node;
    this.id = node.path("id").isTextual() ? node.path("id").textValue() : "#" + number;
  }

  Rule read() {
    if (!node.isObject()) {
      throw RuleErrors.wrong(id, "rule", RuleFiles.text(node) + " must be an object");
    }
    if (!node.path("id").isTextual()) {
      throw wrong("id", "a text");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw RuleErrors.wrong(
                    id, name, "is not known; known are " + String.join(", ", KNOWN));
              }
            });
    Aggregate aggregate =
        Aggregate.of(node.path("aggregate").asText())
            .orElseThrow(() -> wrong("aggregate", "one of " + Aggregate.allowed()));
    Comparison op =
        Comparison.of(node.path("op").asText())
            .orElseThrow(() -> wrong("op", "one of " + Comparison.allowed()));
    return new Rule(
        id,
        node.has("version") ? integer("version") : 1,
        names("keyBy"),
        aggregate,
        names("of"),
        duration("window"),
        op,
        threshold(aggregate),
        choice("severity", Severity.class, Severity.MEDIUM),
        choice("mode", RuleMode.class, RuleMode.ACTIVE),
        condition("where"),
        condition("when"),
        node.has("minEvents") ? integer("minEvents") : 0,
        node.has("cooldown") ? duration("cooldown") : 0,
        node.has("bucket") ? duration("bucket") : 0);
  }

  private BigDecimal threshold(Aggregate aggregate) {
    JsonNode value = node.path("threshold");
    if (value.isNumber()) {
      return value.decimalValue();
    }
    boolean time = aggregate == Aggregate.GAP || aggregate == Aggregate.FIRST_SEEN_AGE;
    if (time && value.isTextual()) {
      return BigDecimal.valueOf(duration("threshold"));
    }
    throw wrong("threshold", time ? "a number of milliseconds or a duration" : "a number");
  }

  private int integer(String field) {
    JsonNode value = node.path(field);
    if (!value.isInt()) {
      throw wrong(field, "a whole number");
    }
    return value.intValue();
  }

  private long duration(String field) {
    Matcher matcher = DURATION.matcher(node.path(field).asText());
    if (!node.path(field).isTextual() || !matcher.matches()) {
      throw wrong(field, "a duration such as 500ms, 30s, 5m, 24h or 7d");
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw wrong(field, "a duration of at most 100 years");
    }
  }

  private String condition(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isTextual()) {
      throw wrong(field, "a text such as 'amount > 50'");
    }
    return value.textValue();
  }

  private List<String> names(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (value.isTextual()) {
      return List.of(value.textValue());
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : value) {
      if (!name.isTextual()) {
        throw wrong(field, "a list of names");
      }
      names.add(name.textValue());
    }
    if (!value.isArray() || names.isEmpty()) {
      throw wrong(field, "a name or a list of names");
    }
    return names;
  }

  private <E extends Enum<E>> E choice(String field, Class<E> type, E absent) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return absent;
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (value.isTextual() && name.equals(value.textValue())) {
        return constant;
      }
      allowed.add(name);
    }
    throw wrong(field, "one of " + String.join(", ", allowed));
  }

  private IllegalArgumentException wrong(String field, String allowed) {
    return RuleErrors.wrong(id, field, RuleFiles.text(node.path(field)) + " must be " + allowed);
  }
}
