// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.util.Arrays;
import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * The sessions of one key that may still change, by start; no two touch. Usually there is one.
 *
 * @param <A> the accumulator
 */
final class PlainSessions<A> extends SessionState {

  private PlainSession<A>[] sessions;
  private int size;

  PlainSessions(int capacity) {
    sessions = newArray(Math.max(1, capacity));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <A> PlainSession<A>[] newArray(int length) {
    return new PlainSession[length];
  }

  int size() {
    return size;
  }

  PlainSession<A> get(int index) {
    return sessions[index];
  }

  void add(PlainSession<A> last) {
    insert(size, last);
  }

  void insert(int index, PlainSession<A> session) {
    if (size == sessions.length) {
      sessions = Arrays.copyOf(sessions, size * 2);
    }
    System.arraycopy(sessions, index, sessions, index + 1, size - index);
    sessions[index] = session;
    size++;
  }

  /** Makes one session, at {@code from}, of those from {@code from} to before {@code to}. */
  void merge(int from, int to, AggregateFunction<?, A, ?> aggregate, boolean marksAdd) {
    PlainSession<A> first = sessions[from];
    for (int i = from + 1; i < to; i++) {
      first.absorb(sessions[i], aggregate, marksAdd);
    }
    remove(from + 1, to);
  }

  void remove(int from, int to) {
    System.arraycopy(sessions, to, sessions, from, size - to);
    int newSize = size - (to - from);
    Arrays.fill(sessions, newSize, size, null);
    size = newSize;
  }

  int sizeInBytes(int accumulatorBytes) {
    int bytes = 64 + size * accumulatorBytes;
    for (int i = 0; i < size; i++) {
      bytes += sessions[i].sizeInBytes();
    }
    return bytes;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (watched) {
      text.append("idle since ").append(idleSince).append(" at ").append(seenWatermark).append(' ');
    }
    for (int i = 0; i < size; i++) {
      text.append(sessions[i]);
    }
    return text.toString();
  }
}
