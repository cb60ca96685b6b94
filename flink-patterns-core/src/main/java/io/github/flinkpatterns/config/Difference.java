// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

/**
 * One option that has another value in a given configuration than in the settings.
 *
 * @param key Flink's key
 * @param current what the given configuration says, or Flink's default where it says nothing
 * @param wanted what the settings say
 * @param reason why the settings say so
 */
public record Difference(String key, String current, String wanted, String reason) {

  /** Prints {@code key: current -> wanted (reason)}. */
  @Override
  public String toString() {
    return key + ": " + current + " -> " + wanted + " (" + reason + ")";
  }
}
