// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

/** Says in one line why a broker or a topic cannot be used. */
public final class KafkaProblem extends Exception {

  private final String option;

  KafkaProblem(String option, String message) {
    super(message);
    this.option = option;
  }

  /** Returns the option that has to be changed. */
  public String option() {
    return option;
  }

  /** Returns what is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
