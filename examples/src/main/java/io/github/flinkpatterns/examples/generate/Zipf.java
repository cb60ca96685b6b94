// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.generate;

import java.util.Arrays;
import java.util.Random;

/** Draws numbers of which a few are frequent and most are rare, as users and items are. */
public final class Zipf {

  private final double[] cumulated;

  /**
   * Prepares the distribution.
   *
   * @param size how many numbers there are: 0 to {@code size - 1}
   * @param exponent 0 for all alike, 1 for a frequency of 1 / (number + 1)
   */
  public Zipf(int size, double exponent) {
    cumulated = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += StrictMath.pow(i + 1, -exponent);
      cumulated[i] = sum;
    }
  }

  /** Returns the next number. */
  public int next(Random random) {
    double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, drawn);
    return found >= 0 ? found : -found - 1;
  }
}
