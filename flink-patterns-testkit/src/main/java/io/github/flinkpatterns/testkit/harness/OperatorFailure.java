// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

/** The function under test threw. */
public final class OperatorFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private OperatorFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Tells whether the backend refused a canonical savepoint. */
  boolean isUnsupported() {
    Throwable root = rootOf(this);
    return root instanceof UnsupportedOperationException
        && String.valueOf(root.getMessage()).contains("Canonical savepoint");
  }

  static OperatorFailure of(String what, Exception cause) {
    return new OperatorFailure("The operator failed to " + what + ": " + rootOf(cause), cause);
  }

  private static Throwable rootOf(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
