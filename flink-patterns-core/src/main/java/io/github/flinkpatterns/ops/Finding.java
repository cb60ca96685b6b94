// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

/**
 * One thing that the checkpoint doctor or the preflight check found.
 *
 * @param severity how much it matters
 * @param code its name, lower case with hyphens, the same in every version: {@code missing-uid}
 * @param place the operator, state, setting or checkpoint
 * @param message what is the case, with the numbers that say so
 * @param remedy what to change
 */
public record Finding(Severity severity, String code, String place, String message, String remedy) {

  /** Returns the finding as one line. */
  @Override
  public String toString() {
    return severity + " " + code + " (" + place + "): " + message + ". " + remedy + ".";
  }
}
