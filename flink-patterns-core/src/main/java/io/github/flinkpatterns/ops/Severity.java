// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

/** How much a finding matters. */
public enum Severity {
  /** State is lost, wrong or not saved, now or on the next bad day. */
  ERROR,
  /** Works today and will not for long, or costs more than it has to. */
  WARNING,
  /** Worth knowing. */
  INFO
}
