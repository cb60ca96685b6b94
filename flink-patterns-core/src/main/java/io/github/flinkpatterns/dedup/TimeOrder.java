// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Orders events by timestamp, then by the caller's rule, then by their serialized bytes, so that
 * the order in which equal timestamps arrive never matters. Also makes the copies that go to state.
 */
final class TimeOrder<E> implements Comparator<Held<E>>, Serializable {

  private final @Nullable EventOrder<E> ties;
  private transient TypeSerializer<E> serializer;
  private transient DataOutputSerializer left;
  private transient DataOutputSerializer right;

  @SuppressWarnings("NullAway.Init")
  TimeOrder(@Nullable EventOrder<E> ties) {
    this.ties = ties;
  }

  void open(TypeSerializer<E> events) {
    serializer = events;
    left = new DataOutputSerializer(256);
    right = new DataOutputSerializer(256);
  }

  /** Returns a copy of {@code event} for state: Flink may reuse the object. */
  Held<E> hold(E event, long timestamp) throws IOException {
    write(event, left);
    return new Held<>(serializer.copy(event), timestamp, left.length());
  }

  @Override
  public int compare(Held<E> a, Held<E> b) {
    int byTime = Long.compare(a.timestamp(), b.timestamp());
    if (byTime != 0) {
      return byTime;
    }
    int byRule = ties == null ? 0 : ties.compare(a.event(), b.event());
    return byRule != 0 ? byRule : compareBytes(a.event(), b.event());
  }

  private int compareBytes(E a, E b) {
    try {
      write(a, left);
      write(b, right);
    } catch (IOException e) {
      throw new IllegalStateException(Deduplicator.NAME + ": an event cannot be serialized", e);
    }
    return Arrays.compareUnsigned(
        left.getSharedBuffer(), 0, left.length(), right.getSharedBuffer(), 0, right.length());
  }

  private void write(E event, DataOutputSerializer out) throws IOException {
    out.clear();
    serializer.serialize(event, out);
  }
}
