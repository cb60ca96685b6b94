// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

/** An event that is kept in state, as a copy of our own. */
final class Item<T> {

  private static final int HEAP_BYTES = 64;

  final T event;
  final long time;

  /** Its size as the serializer writes it. */
  final int bytes;

  /** Whether it has been joined at least once. */
  boolean matched;

  Item(T event, long time, int bytes, boolean matched) {
    this.event = event;
    this.time = time;
    this.bytes = bytes;
    this.matched = matched;
  }

  /** An object takes about twice the bytes of its serialized form. */
  int sizeInBytes() {
    return HEAP_BYTES + 2 * bytes;
  }

  @Override
  public String toString() {
    return event + "@" + time + (matched ? " matched" : "");
  }
}
