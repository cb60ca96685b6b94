// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

/** The function under test threw. */
public final class OperatorFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private OperatorFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static OperatorFailure of(String what, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return new OperatorFailure("The operator failed to " + what + ": " + root, cause);
  }
}
