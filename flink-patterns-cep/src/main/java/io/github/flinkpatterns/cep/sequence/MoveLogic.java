// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.OrderedPattern;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.sequence.MoveWindow.Entry;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a base and the first price that is far enough from it.
 *
 * <p>The events of the window are all the bases that are open. One is settled when a price is far
 * enough from it, or when its window is over; by default only the first may be settled, as SQL
 * does, so that a match of a later base waits for it.
 */
final class MoveLogic<K, IN> extends OrderedPattern<K, IN, MoveWindow<IN>> {

  static final String CAPPED = "capped";
  static final String WITHOUT_PRICE = "withoutPrice";

  private final Amount<IN> price;
  private final Move move;

  MoveLogic(PatternSetup<K, IN> setup, Amount<IN> price, Move move) {
    super(setup);
    this.price = price;
    this.move = move;
  }

  Move move() {
    return move;
  }

  @Override
  protected MoveWindow<IN> begin() {
    return new MoveWindow<>();
  }

  @Override
  protected void take(HeldEvent<IN> event, MoveWindow<IN> window, PatternOutputs<K, IN> out)
      throws Exception {
    double now = price.of(event.event());
    if (!Double.isFinite(now)) {
      out.count(WITHOUT_PRICE);
      return;
    }
    Entry<IN> base = baseOf(now, window);
    if (base != null) {
      match(base, event, now, out);
      window.clear();
      return;
    }
    window.add(move.sign() * now, event);
    if (window.size() > move.maxEvents()) {
      out.count(CAPPED);
      window.removeFirst(1);
      settle(window, out);
    }
  }

  /** Returns the base that {@code now} is far enough from and that may be settled, if any. */
  private @Nullable Entry<IN> baseOf(double now, MoveWindow<IN> window) {
    if (window.isEmpty()) {
      return null;
    }
    if (!move.atOnce()) {
      return move.found(price(window.first()), now) ? window.first() : null;
    }
    // Bases at or below 0 never match, and hide nothing: the scan is short-cut only if all are up.
    double lowest = price(window.lowest());
    if (lowest > 0 && !move.found(lowest, now)) {
      return null;
    }
    for (int i = 0; i < window.size(); i++) {
      if (move.found(price(window.get(i)), now)) {
        return window.get(i);
      }
    }
    return null;
  }

  @Override
  protected long deadline(MoveWindow<IN> window) {
    return window.isEmpty() ? NEVER : windowEnd(window.first().held().timestampMillis());
  }

  @Override
  protected void expire(long deadlineMillis, MoveWindow<IN> window, PatternOutputs<K, IN> out) {
    // At once, for all bases of that moment.
    while (deadline(window) <= deadlineMillis) {
      reportNearMiss(deadlineMillis, window, out);
      window.removeFirst(1);
      settle(window, out);
    }
  }

  /** Settles the first base, which has just become the first, by the prices already seen. */
  private void settle(MoveWindow<IN> window, PatternOutputs<K, IN> out) {
    if (move.atOnce()) {
      return;
    }
    while (!window.isEmpty() && move.found(price(window.first()), price(window.highest()))) {
      int at = 1;
      while (!move.found(price(window.first()), price(window.get(at)))) {
        at++;
      }
      match(window.first(), window.get(at).held(), price(window.get(at)), out);
      window.removeFirst(at + 1);
    }
  }

  private void reportNearMiss(long deadline, MoveWindow<IN> window, PatternOutputs<K, IN> out) {
    Entry<IN> base = window.first();
    Entry<IN> peak = window.highest();
    if (peak.number() > Math.max(base.number(), window.reportedPeak)
        && move.near(price(base), price(peak))) {
      window.reportedPeak = peak.number();
      out.timeout(
          base.held().timestampMillis(),
          deadline,
          List.of(
              out.matched("base", "the price before", base.held()),
              out.matched("peak", "the farthest price", peak.held())),
          0,
          move.asked(),
          patternName()
              + " of "
              + out.key()
              + ": "
              + move.words(price(base), price(peak))
              + " in "
              + Words.span(peak.held().timestampMillis() - base.held().timestampMillis())
              + "; no "
              + move.asked().substring(2)
              + " came before "
              + Words.time(deadline)
              + ".");
    }
  }

  private void match(
      Entry<IN> base, HeldEvent<IN> end, double endPrice, PatternOutputs<K, IN> out) {
    out.match(
        base.held().timestampMillis(),
        end.timestampMillis(),
        List.of(
            out.matched("base", "the price before", base.held()),
            out.matched("peak", move.asked(), end)),
        patternName()
            + " of "
            + out.key()
            + ": "
            + move.words(price(base), endPrice)
            + " in "
            + Words.span(end.timestampMillis() - base.held().timestampMillis())
            + "; asked for was "
            + move.asked()
            + " within "
            + Words.span(windowMillis())
            + ".");
  }

  private double price(Entry<IN> entry) {
    return move.sign() * entry.price();
  }

  @Override
  protected TypeSerializer<MoveWindow<IN>> progressSerializer(
      TypeSerializer<IN> events, SerializerFactory serializers) {
    return new MoveWindowSerializer<>(events);
  }

  @Override
  protected List<String> extraCounters() {
    return List.of(CAPPED, WITHOUT_PRICE);
  }
}
