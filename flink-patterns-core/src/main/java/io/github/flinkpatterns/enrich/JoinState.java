// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

/**
 * What is kept of one key: on each side what waits for the watermark, and what has been judged and
 * may still be needed.
 */
final class JoinState<L, R> {

  private static final int HEAP_BYTES = 40;

  final Items<L> leftPending;
  final Items<L> left;
  final Items<R> rightPending;
  final Items<R> right;

  JoinState() {
    this(new Items<>(), new Items<>(), new Items<>(), new Items<>());
  }

  JoinState(Items<L> leftPending, Items<L> left, Items<R> rightPending, Items<R> right) {
    this.leftPending = leftPending;
    this.left = left;
    this.rightPending = rightPending;
    this.right = right;
  }

  boolean isEmpty() {
    return leftPending.isEmpty() && left.isEmpty() && rightPending.isEmpty() && right.isEmpty();
  }

  int sizeInBytes() {
    long bytes =
        (long) HEAP_BYTES
            + leftPending.sizeInBytes()
            + left.sizeInBytes()
            + rightPending.sizeInBytes()
            + right.sizeInBytes();
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  @Override
  public String toString() {
    return "left " + leftPending + left + ", right " + rightPending + right;
  }
}
