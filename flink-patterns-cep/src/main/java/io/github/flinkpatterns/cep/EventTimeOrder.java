// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Orders events by timestamp, then by the caller's rule, then by their serialized bytes, so that
 * the order in which equal timestamps arrive never matters. For one thread.
 *
 * @param <IN> the event
 */
public final class EventTimeOrder<IN> implements Comparator<HeldEvent<IN>> {

  private final @Nullable EventComparator<IN> ties;
  private final TypeSerializer<IN> serializer;
  private final DataOutputSerializer left = new DataOutputSerializer(64);
  private final DataOutputSerializer right = new DataOutputSerializer(64);

  /** Orders what {@code ties} calls equal, or everything if it is null, by the bytes written. */
  public EventTimeOrder(@Nullable EventComparator<IN> ties, TypeSerializer<IN> serializer) {
    this.ties = ties;
    this.serializer = serializer;
  }

  /** Returns a copy of {@code event} for state: Flink may reuse the object. */
  HeldEvent<IN> hold(IN event, long timestamp) {
    write(event, left);
    return new HeldEvent<>(serializer.copy(event), timestamp, left.length());
  }

  IN copy(IN event) {
    return serializer.copy(event);
  }

  @Override
  public int compare(HeldEvent<IN> a, HeldEvent<IN> b) {
    int byTime = Long.compare(a.timestampMillis(), b.timestampMillis());
    return byTime != 0 ? byTime : compareTies(a.event(), b.event());
  }

  /** Compares two events of equal timestamps. */
  public int compareTies(IN a, IN b) {
    int byRule = ties == null ? 0 : ties.compare(a, b);
    if (byRule != 0) {
      return byRule;
    }
    write(a, left);
    write(b, right);
    return Arrays.compareUnsigned(
        left.getSharedBuffer(), 0, left.length(), right.getSharedBuffer(), 0, right.length());
  }

  private void write(IN event, DataOutputSerializer out) {
    out.clear();
    try {
      serializer.serialize(event, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
