// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The events of one key that wait for the watermark, in order; part of a state.
 *
 * <p>An event that comes in order is added at once; one that is n places late moves n others.
 * Written it takes a byte or two, and each event as {@link HeldEvent#write} does.
 *
 * @param <E> the event
 */
public final class PendingEvents<E> {

  private final List<HeldEvent<E>> events;

  /** Creates a value without events. */
  public PendingEvents() {
    this(new ArrayList<>(1));
  }

  private PendingEvents(List<HeldEvent<E>> events) {
    this.events = events;
  }

  /** Tells whether no event waits. */
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** Adds an event in its place; behind those that {@code order} calls equal. */
  public void add(HeldEvent<E> held, Comparator<HeldEvent<E>> order) {
    int at = events.size();
    while (at > 0 && order.compare(events.get(at - 1), held) > 0) {
      at--;
    }
    events.add(at, held);
  }

  /**
   * Returns when the first event is due: its timestamp, but never {@link Long#MAX_VALUE}, which
   * says that none waits.
   */
  public long due() {
    return events.isEmpty() ? Long.MAX_VALUE : due(events.get(0));
  }

  private static long due(HeldEvent<?> held) {
    return Math.min(held.timestampMillis(), Long.MAX_VALUE - 1);
  }

  /** Takes away the events that are due at {@code millis}, and returns them in order. */
  public List<HeldEvent<E>> takeUpTo(long millis) {
    int end = 0;
    while (end < events.size() && due(events.get(end)) <= millis) {
      end++;
    }
    List<HeldEvent<E>> head = events.subList(0, end);
    List<HeldEvent<E>> taken = new ArrayList<>(head);
    head.clear();
    return taken;
  }

  /** Returns a deep copy. */
  public PendingEvents<E> copy(TypeSerializer<E> serializer) {
    List<HeldEvent<E>> copies = new ArrayList<>(events.size());
    for (HeldEvent<E> held : events) {
      copies.add(held.copy(serializer));
    }
    return new PendingEvents<>(copies);
  }

  /** Returns about how much heap the events take. */
  public int sizeInBytes() {
    int bytes = 0;
    for (int i = 0; i < events.size(); i++) {
      bytes += events.get(i).sizeInBytes();
    }
    return bytes;
  }

  /** Writes the number of events as a varint, and the events in order. */
  public void write(TypeSerializer<E> serializer, DataOutputView out) throws IOException {
    Varint.writeUnsigned(events.size(), out);
    for (HeldEvent<E> held : events) {
      held.write(serializer, out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static <E> PendingEvents<E> read(TypeSerializer<E> serializer, DataInputView in)
      throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<HeldEvent<E>> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      events.add(HeldEvent.read(serializer, in));
    }
    return new PendingEvents<>(events);
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return events.toString();
  }
}
