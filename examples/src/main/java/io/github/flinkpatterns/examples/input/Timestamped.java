// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

/** An event that knows when it happened. */
public interface Timestamped {

  /** Returns the time of the event in epoch milliseconds. */
  long timestampMillis();
}
