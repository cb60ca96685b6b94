// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads rules from JSON. Needs {@code com.fasterxml.jackson.core:jackson-databind} on the class
 * path, which the library does not bring along.
 *
 * <pre>{@code
 * {"version": 1, "rules": [
 *   {"id": "terminals", "keyBy": ["customerId"], "aggregate": "distinct", "of": "terminalId",
 *    "window": "1h", "op": ">", "threshold": 4, "where": "amount > 50", "cooldown": "10m",
 *    "mode": "shadow"}]}
 * }</pre>
 *
 * <p>Required: {@code id}, {@code aggregate}, {@code window}, {@code op}, {@code threshold}.
 * Optional: {@code of} (a name, or a list of two for {@code speed}), {@code keyBy}, {@code where},
 * {@code when}, {@code minEvents}, {@code cooldown}, {@code bucket}, {@code severity} (low, medium,
 * high, critical), {@code mode} (active, shadow, paused) and {@code version}. They mean what {@link
 * Rule} says. Durations read {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}; so
 * may the threshold of {@code gap} and {@code firstSeenAge}.
 *
 * <p>What is wrong is refused with the rule, the field, and what is allowed. Fields that are not
 * known are refused too: a misspelt {@code cooldown} would be lost otherwise.
 */
public final class RuleFiles {

  /** The largest rule file in bytes; 1 MiB holds thousands of rules. */
  static final int MAX_BYTES = 1 << 20;

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RuleFiles() {}

  /**
   * Reads the rules of {@code file}.
   *
   * @throws IOException if the file cannot be read, is larger than 1 MiB or not valid UTF-8
   * @throws IllegalArgumentException if it is wrong
   */
  public static List<Rule> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(text(in));
    }
  }

  /**
   * Reads UTF-8 up to the largest size.
   *
   * @throws IOException if the text is larger, or no UTF-8
   */
  static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("the rule file is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("the rule file is not valid UTF-8", e);
    }
  }

  /**
   * Reads the rules in {@code json}.
   *
   * @throws IllegalArgumentException if they are wrong
   */
  public static List<Rule> parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          RuleErrors.NAME
              + ": the rules are no JSON: "
              + RuleErrors.shown(e.getOriginalMessage())
              + at(e),
          e);
    } catch (NumberFormatException e) { // an exponent beyond int
      throw new IllegalArgumentException(
          RuleErrors.NAME + ": the rules are no JSON: " + RuleErrors.shown("" + e.getMessage()), e);
    }
    if (root == null || !root.isObject()) {
      throw file("must be an object with 'version' and 'rules'");
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("version") && !name.equals("rules")) {
                throw file(
                    "'" + RuleErrors.shown(name) + "' is not known; known are version, rules");
              }
            });
    JsonNode version = root.path("version");
    if (!version.isInt() || version.intValue() != FORMAT) {
      throw file("version: " + text(version) + " must be " + FORMAT);
    }
    if (!root.path("rules").isArray()) {
      throw file("rules: " + text(root.path("rules")) + " must be a list");
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : root.path("rules")) {
      Rule rule = new RuleNode(node, rules.size() + 1).read();
      if (!ids.add(rule.id())) {
        throw RuleErrors.wrong(rule.id(), "id", "is given twice");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  /**
   * Returns the updates that lead from {@code before} to {@code after}: what is new or different is
   * put, what is no longer there is removed, what is equal is left alone.
   *
   * <p>A rule that is different without a higher version gets the next one. For a file that changes
   * again and again use {@link RuleFile}, which remembers the versions it gave.
   */
  public static List<RuleUpdate> updates(List<Rule> before, List<Rule> after, long fromMillis) {
    Map<String, Rule> old = byId(before);
    List<RuleUpdate> updates = new ArrayList<>();
    for (Rule rule : versioned(before, after)) {
      if (!rule.equals(old.remove(rule.id()))) {
        updates.add(RuleUpdate.put(rule, fromMillis));
      }
    }
    before.stream()
        .filter(rule -> old.containsKey(rule.id()))
        .forEach(rule -> updates.add(RuleUpdate.remove(rule.id(), fromMillis)));
    return updates;
  }

  /**
   * Returns {@code after} with the versions that {@link #updates} gives it: what comes after {@code
   * after} must be compared with these, or a second change would get the version of the first.
   */
  static List<Rule> versioned(List<Rule> before, List<Rule> after) {
    Map<String, Rule> old = byId(before);
    List<Rule> versioned = new ArrayList<>();
    for (Rule rule : after) {
      Rule known = old.get(rule.id());
      if (known == null) {
        versioned.add(rule);
      } else if (known.equals(rule.withVersion(known.version()))) {
        versioned.add(known);
      } else {
        versioned.add(rule.withVersion(Math.max(rule.version(), known.version() + 1)));
      }
    }
    return List.copyOf(versioned);
  }

  private static Map<String, Rule> byId(List<Rule> rules) {
    Map<String, Rule> byId = new HashMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    return byId;
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private static IllegalArgumentException file(String what) {
    return new IllegalArgumentException(RuleErrors.NAME + ": the rule file: " + what);
  }

  static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : RuleErrors.shown(node.toString());
  }
}
