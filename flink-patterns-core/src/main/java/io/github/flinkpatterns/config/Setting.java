// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

/**
 * One effective option: what is written, what Flink would do without it, who reads it, and why it
 * is there.
 *
 * @param key Flink's key
 * @param value the value as Flink prints it, for example {@code 30 s}
 * @param flinkDefault Flink 2.3.0's default, printed the same way; {@code (none)} if it has none
 * @param scope who reads the option
 * @param reason why it has this value, in one sentence
 */
public record Setting(String key, String value, String flinkDefault, Scope scope, String reason) {

  /** Whether the value is another one than Flink's default. */
  public boolean differsFromFlink() {
    return !value.equals(flinkDefault);
  }
}
