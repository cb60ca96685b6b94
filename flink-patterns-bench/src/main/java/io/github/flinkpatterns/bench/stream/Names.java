// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Names made once, so that the stream costs little beside what is measured. */
final class Names implements Serializable {

  private final String prefix;
  private final int count;
  private transient @Nullable String @Nullable [] names;

  Names(String prefix, int count) {
    this.prefix = prefix;
    this.count = count;
  }

  String get(int number) {
    if (names == null) {
      names = new String[count];
    }
    String name = names[number];
    if (name == null) {
      name = prefix + number;
      names[number] = name;
    }
    return name;
  }
}
