// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.Words;
import java.io.Serializable;

/**
 * The move of a price that is looked for.
 *
 * @param sign 1 for up, -1 for down
 * @param share how much of the base it must exceed
 * @param nearShare how much of the base a near miss must exceed
 */
record Move(int sign, double share, double nearShare, boolean atOnce, int maxEvents)
    implements Serializable {

  boolean found(double base, double price) {
    return exceeds(base, price, share);
  }

  boolean near(double base, double price) {
    return exceeds(base, price, nearShare);
  }

  // Written as one would in SQL, price > base * 1.2, so that both round alike.
  private boolean exceeds(double base, double price, double by) {
    return base > 0 && (sign > 0 ? price > base * (1 + by) : price < base * (1 - by));
  }

  /** Returns the prices and the move between them, in words. */
  String words(double base, double price) {
    return "from "
        + Words.number(base)
        + " to "
        + Words.number(price)
        + " ("
        + (price < base ? "-" : "+")
        + Words.percent(Math.abs(price - base) / base)
        + ")";
  }

  /** Returns which of two matches that share events is found. */
  String skipStrategy() {
    return "past the last event, an earlier " + (atOnce ? "end" : "start") + " first";
  }

  /** Returns what was asked for, in words. */
  String asked() {
    return (sign > 0 ? "a rise" : "a fall") + " of more than " + Words.percent(share);
  }
}
