// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.input.JsonObject;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transaction from a line of JSON, or from one of CSV whose columns a header has named. No
 * line fails otherwise than with a reason.
 */
final class TransactionParser implements LineParser<Transaction> {

  private static final int MAX_TEXT = 256;
  private static final int MAX_NUMBER = 40;

  /** Beyond it a number is not kept. */
  private static final int MAX_WHOLE_DIGITS = 11;

  private final List<String> header;
  private final List<String> others;
  private final @Nullable String label;

  /**
   * Creates a parser.
   *
   * @param header the columns of CSV lines, empty if there are none
   * @param others the further columns to keep
   * @param label the column that says what was fraud, null if none does
   */
  TransactionParser(List<String> header, List<String> others, @Nullable String label) {
    this.header = List.copyOf(header);
    this.others = List.copyOf(others);
    this.label = label;
  }

  @Override
  public Transaction parse(String text) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    boolean json = text.stripLeading().startsWith("{") || header.isEmpty();
    return transaction(json ? json(text) : csv(text));
  }

  private Map<String, String> csv(String text) throws UnreadableLineException {
    List<String> values = CsvLine.split(text);
    if (values.size() != header.size()) {
      throw new UnreadableLineException(
          values.size() + " values, but the header names " + header.size() + " columns");
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      if (!values.get(i).isBlank()) {
        fields.put(header.get(i), values.get(i).strip());
      }
    }
    return fields;
  }

  private Map<String, String> json(String text) throws UnreadableLineException {
    Map<String, String> fields = new HashMap<>();
    JsonObject.read(
        text,
        (name, value) -> {
          if (!Columns.ALWAYS.contains(name) && !others.contains(name) && !name.equals(label)) {
            value.skipChildren();
          } else if (value.currentToken().isStructStart()) {
            throw new UnreadableLineException(name + ": a text or a number was expected");
          } else {
            fields.put(name, JsonObject.once(name, fields.get(name), value.getText()));
          }
        });
    return fields;
  }

  private Transaction transaction(Map<String, String> fields) throws UnreadableLineException {
    Map<String, String> further = new HashMap<>();
    for (String other : others) {
      String value = fields.get(other);
      if (value != null && value.length() <= MAX_TEXT) {
        further.put(other, value);
      }
    }
    return new Transaction(
        text(fields, Columns.TRANSACTION),
        time(text(fields, Columns.TIME)),
        text(fields, Columns.CUSTOMER),
        text(fields, Columns.TERMINAL),
        amount(text(fields, Columns.AMOUNT)),
        label == null ? -1 : label(fields.get(label)),
        further);
  }

  private static String text(Map<String, String> fields, String name)
      throws UnreadableLineException {
    String text = fields.get(name);
    if (text == null || text.isEmpty()) {
      throw new UnreadableLineException(name + ": missing");
    }
    if (text.length() > MAX_TEXT) {
      throw new UnreadableLineException(name + ": longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static long time(String text) throws UnreadableLineException {
    try {
      return JsonObject.timestampMillis(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("timestampMillis: a whole number was expected");
    }
  }

  private static BigDecimal amount(String text) throws UnreadableLineException {
    BigDecimal amount;
    try {
      if (text.length() > MAX_NUMBER) {
        throw new UnreadableLineException("amount: longer than " + MAX_NUMBER + " characters");
      }
      amount = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("amount: a number was expected");
    }
    // A number such as 1e999999999 is short as it is, and huge when it is written out.
    if ((long) amount.precision() - amount.scale() > MAX_WHOLE_DIGITS
        || amount.scale() > 2 * MAX_NUMBER) {
      throw new UnreadableLineException("amount: too many digits");
    }
    return amount;
  }

  private static int label(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    return switch (text) {
      case "1", "1.0", "true", "True" -> 1;
      case "0", "0.0", "false", "False" -> 0;
      default -> -1;
    };
  }
}
