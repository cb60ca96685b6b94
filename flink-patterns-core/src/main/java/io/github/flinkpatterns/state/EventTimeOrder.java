// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Orders events by timestamp, then by the caller's rule, then by their serialized bytes, so that
 * the order in which equal timestamps arrive never matters.
 *
 * <p>It is shipped with the job, and opened before it is used. For one thread.
 *
 * @param <E> the event
 */
public final class EventTimeOrder<E> implements Comparator<HeldEvent<E>>, Serializable {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // given as serializable
  private final @Nullable Comparator<E> ties;

  private transient TypeSerializer<E> serializer;
  private transient DataOutputSerializer left;
  private transient DataOutputSerializer right;

  /**
   * Orders what {@code ties} calls equal, or everything if it is null, by the bytes written.
   *
   * @param ties serializable
   */
  @SuppressWarnings("NullAway.Init")
  public EventTimeOrder(@Nullable Comparator<E> ties) {
    this.ties = ties;
  }

  /** Makes it ready, with a serializer that nothing else uses. */
  public void open(TypeSerializer<E> events) {
    serializer = events;
    left = new DataOutputSerializer(256);
    right = new DataOutputSerializer(256);
  }

  /** Returns a copy of {@code event} for state: Flink may reuse the object. */
  public HeldEvent<E> hold(E event, long timestampMillis) {
    write(event, left);
    return new HeldEvent<>(serializer.copy(event), timestampMillis, left.length());
  }

  /** Returns a copy of {@code event}. */
  public E copy(E event) {
    return serializer.copy(event);
  }

  @Override
  public int compare(HeldEvent<E> a, HeldEvent<E> b) {
    int byTime = Long.compare(a.timestampMillis(), b.timestampMillis());
    return byTime != 0 ? byTime : compareTies(a.event(), b.event());
  }

  /** Compares two events of equal timestamps. */
  public int compareTies(E a, E b) {
    int byRule = ties == null ? 0 : ties.compare(a, b);
    if (byRule != 0) {
      return byRule;
    }
    write(a, left);
    write(b, right);
    return Arrays.compareUnsigned(
        left.getSharedBuffer(), 0, left.length(), right.getSharedBuffer(), 0, right.length());
  }

  private void write(E event, DataOutputSerializer out) {
    out.clear();
    try {
      serializer.serialize(event, out);
    } catch (IOException e) {
      throw new UncheckedIOException("An event cannot be serialized", e);
    }
  }
}
