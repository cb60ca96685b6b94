// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Reads a number from an event.
 *
 * @param read may give null for an event that has none
 */
record Amount<IN>(KeySelector<IN, ? extends Number> read) implements Serializable {

  static <IN> Amount<IN> of(
      KeySelector<IN, ? extends Number> read, String operator, String parameter) {
    return new Amount<>(Require.serializable(read, operator, parameter));
  }

  /** Returns the number, or NaN if the event has none; every comparison with it is false. */
  double of(IN event) throws Exception {
    Number number = read.getKey(event);
    return number == null ? Double.NaN : number.doubleValue();
  }

  /** Returns a share, as {@code 0.2} for 20 percent, if it is above 0 and at most {@code most}. */
  static double share(double share, double most, String operator, String parameter) {
    if (!(share > 0 && share <= most)) {
      throw Require.wrong(
          operator,
          parameter,
          share,
          "must be above 0 and at most " + most,
          "pass a share, such as 0.2 for 20 percent");
    }
    return share;
  }
}
