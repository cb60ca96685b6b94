// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

/** In which form a savepoint is written. */
public enum SavepointFormat {
  /** One form for all state backends, so that the backend can be changed. Slower to write. */
  CANONICAL,
  /** The form of the job's own state backend. Faster; restores into that backend only. */
  NATIVE
}
