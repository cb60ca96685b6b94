// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.input.LineCursor;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.RawLine;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input without the header that a CSV file begins with.
 *
 * @param input the file
 */
record TransactionInput(LineInput input) implements LineInput {

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public LineCursor open(long position) throws IOException {
    return LineInput.openBehindHeader(input, position, TransactionInput::isHeader);
  }

  /** Returns the columns that the header names; null for JSON Lines and for an empty file. */
  @Nullable List<String> header() throws IOException, UnreadableLineException {
    try (LineCursor cursor = input.open(0)) {
      RawLine first = cursor.next();
      if (first == null || !isHeader(first)) {
        return null;
      }
      return CsvLine.split(first.text()).stream().map(String::strip).toList();
    }
  }

  /** Returns the values of a line of CSV; null if it is none. */
  static @Nullable List<String> columns(String line) {
    if (!isHeader(new RawLine(line, null))) {
      return null;
    }
    try {
      return CsvLine.split(line).stream().map(String::strip).toList();
    } catch (UnreadableLineException e) {
      return null;
    }
  }

  private static boolean isHeader(@Nullable RawLine first) {
    return first != null && first.problem() == null && !first.text().stripLeading().startsWith("{");
  }
}
