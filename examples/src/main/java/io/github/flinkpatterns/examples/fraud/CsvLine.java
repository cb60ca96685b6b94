// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.util.ArrayList;
import java.util.List;

/** Splits a line of comma-separated values as RFC 4180 has it; a value ends with its line. */
final class CsvLine {

  private CsvLine() {}

  static List<String> split(String line) throws UnreadableLineException {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int at = 0;
    while (true) {
      value.setLength(0);
      if (at < line.length() && line.charAt(at) == '"') {
        at = quoted(line, at + 1, value);
        if (at < line.length() && line.charAt(at) != ',') {
          throw new UnreadableLineException("something follows a closing quote");
        }
      } else {
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        value.append(line, at, end);
        at = end;
      }
      values.add(value.toString());
      if (at == line.length()) {
        return values;
      }
      at++;
    }
  }

  private static int quoted(String line, int start, StringBuilder value)
      throws UnreadableLineException {
    int at = start;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        value.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        return at;
      }
    }
    throw new UnreadableLineException("a quote is not closed");
  }
}
