// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigInteger;

/**
 * Count, sum and sum of squares of scaled numbers, as exact integers: what is added and later
 * removed leaves no trace, however long the window slides.
 */
final class Moments {

  long count;
  long sum;
  // The sum of squares in 128 bits: magnitudes go up to 10^15.
  long squaresHigh;
  long squaresLow;

  void clear() {
    count = 0;
    sum = 0;
    squaresHigh = 0;
    squaresLow = 0;
  }

  void add(long value) {
    count++;
    sum += value;
    addSquares(Math.multiplyHigh(value, value), value * value);
  }

  void remove(long value) {
    count--;
    sum -= value;
    removeSquares(Math.multiplyHigh(value, value), value * value);
  }

  void add(Moments other) {
    count += other.count;
    sum += other.sum;
    addSquares(other.squaresHigh, other.squaresLow);
  }

  void remove(Moments other) {
    count -= other.count;
    sum -= other.sum;
    removeSquares(other.squaresHigh, other.squaresLow);
  }

  private void addSquares(long high, long low) {
    squaresLow += low;
    squaresHigh += high + (Long.compareUnsigned(squaresLow, low) < 0 ? 1 : 0);
  }

  private void removeSquares(long high, long low) {
    squaresHigh -= high + (Long.compareUnsigned(squaresLow, low) < 0 ? 1 : 0);
    squaresLow -= low;
  }

  /** Returns the sample standard deviation, scaled like the values; NaN below two of them. */
  double deviation() {
    if (count < 2) {
      return Double.NaN;
    }
    BigInteger n = BigInteger.valueOf(count);
    BigInteger low =
        BigInteger.valueOf(squaresLow >>> 1).shiftLeft(1).or(BigInteger.valueOf(squaresLow & 1));
    BigInteger squares = BigInteger.valueOf(squaresHigh).shiftLeft(64).add(low);
    BigInteger total = BigInteger.valueOf(sum);
    double spread = n.multiply(squares).subtract(total.multiply(total)).doubleValue();
    return Math.sqrt(spread / ((double) count * (count - 1)));
  }

  Moments copy() {
    Moments copy = new Moments();
    copy.add(this);
    return copy;
  }

  @Override
  public String toString() {
    return "n=" + count + " sum=" + sum + " squares=" + squaresHigh + ":" + squaresLow;
  }
}
