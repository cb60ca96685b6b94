// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list whose next version shares its memory, so that a script of a hundred thousand
 * steps can be written one step at a time.
 */
final class Growing<T> extends AbstractList<T> implements RandomAccess {

  private final List<T> shared;
  private final int size;

  Growing() {
    this(new ArrayList<>(), 0);
  }

  private Growing(List<T> shared, int size) {
    this.shared = shared;
    this.size = size;
  }

  Growing<T> with(T element) {
    synchronized (shared) {
      List<T> target = shared.size() == size ? shared : new ArrayList<>(shared.subList(0, size));
      target.add(element);
      return new Growing<>(target, size + 1);
    }
  }

  @Override
  public T get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size);
    }
    return shared.get(index);
  }

  @Override
  public int size() {
    return size;
  }
}
