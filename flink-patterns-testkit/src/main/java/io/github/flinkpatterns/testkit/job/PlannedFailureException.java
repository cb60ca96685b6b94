// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

/** The failure that a test asked for, so that a log tells it from a real one. */
final class PlannedFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlannedFailureException(String message) {
    super(message);
  }
}
