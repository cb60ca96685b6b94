// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import io.github.flinkpatterns.examples.input.LineCursor;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.RawLine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An input without the header that it may begin with.
 *
 * @param input the file
 */
record SeriesInput(LineInput input) implements LineInput {

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public LineCursor open(long position) throws IOException {
    return LineInput.openBehindHeader(input, position, SeriesInput::isHeader);
  }

  private static boolean isHeader(@Nullable RawLine first) {
    return first != null && first.problem() == null && isHeader(first.text());
  }

  private static boolean isHeader(String line) {
    return line.replace("\uFEFF", "").strip().equalsIgnoreCase("timestamp,value");
  }

  /** Tells whether a line of a topic names the values that follow. */
  static boolean isHeaderInTopic(String line) {
    return isHeader(line) || line.strip().equalsIgnoreCase("series,timestamp,value");
  }
}
