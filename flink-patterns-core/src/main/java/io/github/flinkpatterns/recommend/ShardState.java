// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/**
 * What is kept of one shard of the users: what is popular, and who is right how often.
 *
 * @param <I> the item
 */
final class ShardState<I> {

  long lastMillis = Long.MIN_VALUE;
  DecayedRanking<I> fast = new DecayedRanking<>();
  DecayedRanking<I> slow = new DecayedRanking<>();
  Calibration calibration = new Calibration();

  void clear() {
    lastMillis = Long.MIN_VALUE;
    fast = new DecayedRanking<>();
    slow = new DecayedRanking<>();
    calibration = new Calibration();
  }

  ShardState<I> copy() {
    ShardState<I> copy = new ShardState<>();
    copy.lastMillis = lastMillis;
    copy.fast = fast.copy();
    copy.slow = slow.copy();
    copy.calibration = calibration.copy();
    return copy;
  }

  int sizeInBytes() {
    return 200 + fast.sizeInBytes() + slow.sizeInBytes() + calibration.sizeInBytes();
  }
}
