// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/** Which columns a ring has: state says it with every value, so that it can be read on its own. */
final class Layout {

  final short[] names;
  final boolean[] numeric;
  final int decimals;

  Layout(short[] names, boolean[] numeric, int decimals) {
    this.names = names;
    this.numeric = numeric;
    this.decimals = decimals;
  }

  boolean isSame(Layout other) {
    return this == other
        || (decimals == other.decimals
            && Arrays.equals(names, other.names)
            && Arrays.equals(numeric, other.numeric));
  }

  /** Returns the column of the same name and kind, or -1. */
  int find(short name, boolean number) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] == name && numeric[i] == number) {
        return i;
      }
    }
    return -1;
  }
}
