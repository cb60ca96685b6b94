// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

/** Which event of a horizon leaves. */
enum Choice {
  FIRST,
  LAST,
  MIN,
  MAX
}
