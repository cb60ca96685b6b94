// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

/** Says why a line is no event; carries no stack trace because it is data, not a failure. */
public final class UnreadableLineException extends Exception {

  /**
   * Creates the reason.
   *
   * @param reason what is wrong with the line, naming the field
   */
  public UnreadableLineException(String reason) {
    super(reason, null, false, false);
  }

  /** Returns the reason given. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
