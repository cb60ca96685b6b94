// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many events of each type, by name. */
final class TypeCounts {

  int size;
  String[] names = new String[4];
  long[] counts = new long[4];

  /** Counts {@code type}, or {@link UserProfilerBuilder#OTHER_TYPES} if there are too many. */
  void add(String type, int max) {
    int index = Arrays.binarySearch(names, 0, size, type);
    if (index < 0 && size >= max && !type.equals(UserProfilerBuilder.OTHER_TYPES)) {
      add(UserProfilerBuilder.OTHER_TYPES, max);
      return;
    }
    if (index < 0) {
      index = -index - 1;
      insert(index, type, 0);
    }
    counts[index]++;
  }

  void insert(int index, String type, long count) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(names, index, names, index + 1, size - index);
    System.arraycopy(counts, index, counts, index + 1, size - index);
    names[index] = type;
    counts[index] = count;
    size++;
  }

  Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(names[i], counts[i]);
    }
    return map;
  }

  int sizeInBytes() {
    // Names of types are few and short, and mostly one object for all keys.
    return 64 + names.length * 20;
  }

  TypeCounts copy() {
    TypeCounts to = new TypeCounts();
    to.size = size;
    to.names = names.clone();
    to.counts = counts.clone();
    return to;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
