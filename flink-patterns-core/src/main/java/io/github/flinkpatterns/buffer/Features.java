// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.Arrays;

/** What is known of one key: the open vector, and what waits for the watermark, in order. */
final class Features {

  private static final int HEAP_BYTES = 120;
  private static final double[] NOTHING = {};

  /**
   * The timestamp of the first feature of the open vector, if {@link #present} says there is one.
   */
  long start;

  /** One bit for each feature that the open vector has. */
  long present;

  double[] values = NOTHING;

  int pending;
  long[] times = new long[2];
  byte[] features = new byte[2];
  double[] inputs = new double[2];

  boolean isOpen() {
    return present != 0;
  }

  boolean isEmpty() {
    return present == 0 && pending == 0;
  }

  void put(int feature, double value, long time, int count) {
    if (present == 0) {
      start = time;
      values = new double[count];
      Arrays.fill(values, Double.NaN);
    }
    present |= 1L << feature;
    values[feature] = value;
  }

  void close() {
    present = 0;
    start = 0;
    values = NOTHING;
  }

  /** Adds what waits, behind what is earlier; of one moment by feature, then by value. */
  void hold(long time, int feature, double value) {
    if (pending == times.length) {
      times = Arrays.copyOf(times, pending * 2);
      features = Arrays.copyOf(features, pending * 2);
      inputs = Arrays.copyOf(inputs, pending * 2);
    }
    int at = pending;
    while (at > 0 && isAfter(at - 1, time, feature, value)) {
      times[at] = times[at - 1];
      features[at] = features[at - 1];
      inputs[at] = inputs[at - 1];
      at--;
    }
    times[at] = time;
    features[at] = (byte) feature;
    inputs[at] = value;
    pending++;
  }

  private boolean isAfter(int at, long time, int feature, double value) {
    if (times[at] != time) {
      return times[at] > time;
    }
    return features[at] != feature ? features[at] > feature : Double.compare(inputs[at], value) > 0;
  }

  void dropFirst() {
    pending--;
    System.arraycopy(times, 1, times, 0, pending);
    System.arraycopy(features, 1, features, 0, pending);
    System.arraycopy(inputs, 1, inputs, 0, pending);
  }

  Features copy() {
    Features to = new Features();
    to.start = start;
    to.present = present;
    to.values = values.clone();
    to.pending = pending;
    to.times = times.clone();
    to.features = features.clone();
    to.inputs = inputs.clone();
    return to;
  }

  int sizeInBytes() {
    return HEAP_BYTES + values.length * 8 + times.length * 17;
  }

  @Override
  public String toString() {
    return start
        + " "
        + Arrays.toString(values)
        + " "
        + Arrays.toString(Arrays.copyOf(times, pending))
        + Arrays.toString(Arrays.copyOf(features, pending))
        + Arrays.toString(Arrays.copyOf(inputs, pending));
  }
}
