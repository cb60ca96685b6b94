// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.Serializable;

/**
 * Turns a line into an event.
 *
 * @param <T> the event
 */
@FunctionalInterface
public interface LineParser<T extends Timestamped> extends Serializable {

  /**
   * Parses one line.
   *
   * @param text the line without its line break
   * @return the event
   * @throws UnreadableLineException if the line is no event, with the reason
   */
  T parse(String text) throws UnreadableLineException;

  /**
   * Parses one line that came with the time at which it was written, for formats in which that says
   * what the line leaves out; it is not looked at by default.
   *
   * @param text the line without its line break
   * @param writtenMillis when the line was written
   * @return the event
   * @throws UnreadableLineException if the line is no event, with the reason
   */
  default T parse(String text, long writtenMillis) throws UnreadableLineException {
    return parse(text);
  }

  /**
   * Returns the parser of the lines of one input, for formats in which the input says what the line
   * leaves out; this one by default. It must depend on nothing but the input.
   */
  default LineParser<T> of(LineInput input) {
    return this;
  }
}
