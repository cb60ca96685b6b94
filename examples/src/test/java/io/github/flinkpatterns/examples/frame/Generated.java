// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.LineCursor;
import io.github.flinkpatterns.examples.input.RawLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The lines of the jobs' generators. */
public final class Generated {

  private Generated() {}

  /** Returns the lines that a job reads when it is given no input. */
  public static List<String> lines(JobCommand<?> job, long lines, long seed) throws IOException {
    List<String> generated = new ArrayList<>();
    try (LineCursor cursor = job.generator(lines, seed).open(0)) {
      for (RawLine line = cursor.next(); line != null; line = cursor.next()) {
        generated.add(line.text());
      }
    }
    return generated;
  }
}
