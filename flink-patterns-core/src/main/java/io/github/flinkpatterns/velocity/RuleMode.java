// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** Whether a rule is judged, and how its alerts are marked. */
public enum RuleMode {
  /** Judged; alerts carry {@code ACTIVE}. */
  ACTIVE,
  /** Judged like an active rule; alerts carry {@code SHADOW}, so that nobody acts on them yet. */
  SHADOW,
  /** Not judged; its events are still kept, so that it goes on at once when it is resumed. */
  PAUSED
}
