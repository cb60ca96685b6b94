// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.util.List;

/**
 * Reads a line of one of the formats; ratings are not needed and not checked.
 *
 * @param format how the lines read
 */
record InteractionParser(Format format) implements LineParser<Interaction> {

  private static final int MAX_ID = 256;

  /** The year 9999. */
  private static final double MAX_SECONDS = 253_402_300_799d;

  @Override
  public Interaction parse(String text) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    List<String> fields = format.split(text);
    if (fields.size() < format.leastFields || fields.size() > format.mostFields) {
      throw new UnreadableLineException(
          "fields: "
              + fields.size()
              + " in place of "
              + format.leastFields
              + (format.mostFields > format.leastFields ? " or " + format.mostFields : ""));
    }
    return new Interaction(
        id("user", fields.get(0)), id("item", fields.get(1)), millis(fields.get(format.time)));
  }

  private static String id(String name, String text) throws UnreadableLineException {
    String id = text.strip();
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw new UnreadableLineException(
          name + (id.isEmpty() ? ": empty" : ": longer than " + MAX_ID + " characters"));
    }
    return id;
  }

  private static long millis(String text) throws UnreadableLineException {
    double seconds;
    try {
      seconds = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("time: no number of seconds");
    }
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw new UnreadableLineException("time: not between the years 1970 and 9999");
    }
    return Math.round(seconds * 1000);
  }
}
