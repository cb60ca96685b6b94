// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.generate;

/**
 * A line as it arrives, with what the generator knows of it.
 *
 * @param kind what the line is
 * @param key whose event it is
 * @param timestampMillis the event's time
 * @param line the line
 */
public record Delivery(Kind kind, String key, long timestampMillis, String line) {

  /** What a line is. */
  public enum Kind {
    /** An event that was not there before. */
    FIRST,
    /** An event that was there before. */
    REPEATED,
    /** No event. */
    MALFORMED
  }
}
