// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

/** The length of a calendar window, as the clocks and calendars of a time zone show it. */
public enum CalendarUnit {
  /** From hour to hour of the local clock. */
  HOUR,
  /** From local midnight to local midnight; 23 or 25 hours when the clocks change. */
  DAY,
  /** From Monday to Monday, at local midnight (ISO 8601). */
  WEEK,
  /** From the first of a month to the first of the next, at local midnight. */
  MONTH
}
