// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** How much an alert matters; it is handed on as given and changes nothing in the detector. */
public enum Severity {
  /** Worth a look some time. */
  LOW,
  /** The default. */
  MEDIUM,
  /** Worth a look now. */
  HIGH,
  /** Worth a call at night. */
  CRITICAL
}
