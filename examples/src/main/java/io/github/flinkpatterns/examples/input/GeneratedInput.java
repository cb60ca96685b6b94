// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import io.github.flinkpatterns.examples.generate.Delivery;
import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the lines of a generator; a position is a number of lines. To go on from a position the
 * generator runs again from its seed and its lines are skipped.
 *
 * @param name the generator's name
 * @param lines starts the generator anew; must give the same lines each time
 */
public record GeneratedInput(String name, Lines lines) implements LineInput {

  /** Starts a generator of lines. */
  @FunctionalInterface
  public interface Lines extends Serializable {

    /** Returns the lines from the first one on. */
    Iterator<Delivery> generate();
  }

  @Override
  public LineCursor open(long position) {
    Iterator<Delivery> iterator = lines.generate();
    for (long skipped = 0; skipped < position; skipped++) {
      iterator.next();
    }
    return new Cursor(iterator, position);
  }

  private static final class Cursor implements LineCursor {

    private final Iterator<Delivery> iterator;
    private long position;

    Cursor(Iterator<Delivery> iterator, long position) {
      this.iterator = iterator;
      this.position = position;
    }

    @Override
    public @Nullable RawLine next() {
      if (!iterator.hasNext()) {
        return null;
      }
      position++;
      return new RawLine(iterator.next().line(), null);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {
      // A generator holds nothing.
    }
  }
}
