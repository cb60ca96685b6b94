// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternProgress;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The events of one key that can still be the base of a move, in order of time, with the farthest
 * price on either side at hand.
 *
 * <p>A price is kept times the sign of the move: what is looked for is always higher. The extremes
 * are kept as in the sliding minimum of Lemire (2006): events that a later, higher one makes
 * useless are dropped, so the first is the highest; each event enters and leaves once.
 */
final class MoveWindow<IN> implements PatternProgress {

  /** No near miss was reported. */
  static final long NONE = -1;

  private static final int HEAP_BYTES = 160;

  private final List<Entry<IN>> entries = new ArrayList<>();
  private int head;
  private long firstNumber;
  private final Deque<Entry<IN>> highs = new ArrayDeque<>();
  private final Deque<Entry<IN>> lows = new ArrayDeque<>();
  private int bytes;

  /** The number of the event that was the peak of the last near miss. */
  long reportedPeak = NONE;

  /**
   * An event of the window.
   *
   * @param number counts the events of the window, from 0 at its making
   */
  record Entry<IN>(long number, double price, HeldEvent<IN> held) {}

  int size() {
    return entries.size() - head;
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  Entry<IN> get(int index) {
    return entries.get(head + index);
  }

  Entry<IN> first() {
    return entries.get(head);
  }

  /** Returns the event with the highest price, the first of several. */
  Entry<IN> highest() {
    return highs.getFirst();
  }

  /** Returns the event with the lowest price, the first of several. */
  Entry<IN> lowest() {
    return lows.getFirst();
  }

  void add(double price, HeldEvent<IN> held) {
    if (isEmpty()) {
      clear();
    }
    Entry<IN> entry = new Entry<>(firstNumber + size(), price, held);
    entries.add(entry);
    bytes += held.sizeInBytes() + 48;
    while (!highs.isEmpty() && highs.getLast().price < price) {
      highs.removeLast();
    }
    highs.addLast(entry);
    while (!lows.isEmpty() && lows.getLast().price > price) {
      lows.removeLast();
    }
    lows.addLast(entry);
  }

  /** Removes the first {@code count} events. */
  void removeFirst(int count) {
    for (int i = 0; i < count; i++) {
      Entry<IN> gone = entries.get(head);
      head++;
      firstNumber++;
      bytes -= gone.held.sizeInBytes() + 48;
      if (highs.getFirst().number == gone.number) {
        highs.removeFirst();
      }
      if (lows.getFirst().number == gone.number) {
        lows.removeFirst();
      }
    }
    if (isEmpty()) {
      clear();
    } else if (head > 32 && head > entries.size() / 2) {
      entries.subList(0, head).clear();
      head = 0;
    }
  }

  void clear() {
    entries.clear();
    head = 0;
    firstNumber = 0;
    highs.clear();
    lows.clear();
    bytes = 0;
    reportedPeak = NONE;
  }

  /** Returns the place of the peak of the last near miss, or {@link #NONE} if it has left. */
  long reportedPlace() {
    return reportedPeak >= firstNumber ? reportedPeak - firstNumber : NONE;
  }

  MoveWindow<IN> copy(TypeSerializer<IN> events) {
    MoveWindow<IN> to = new MoveWindow<>();
    for (int i = 0; i < size(); i++) {
      to.add(get(i).price, get(i).held.copy(events));
    }
    to.reportedPeak = reportedPlace();
    return to;
  }

  @Override
  public int sizeInBytes() {
    return HEAP_BYTES + bytes;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("reported ").append(reportedPlace());
    for (int i = 0; i < size(); i++) {
      text.append(' ').append(get(i).price).append('@').append(get(i).held);
    }
    return text.toString();
  }
}
