// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** Arithmetic of moments that stops at the ends of time. */
final class Times {

  private Times() {}

  /** Returns {@code time - millis}, for {@code millis} of 0 or more. */
  static long minus(long time, long millis) {
    return time < Long.MIN_VALUE + millis ? Long.MIN_VALUE : time - millis;
  }

  /** Returns {@code time + millis}, for {@code millis} of 0 or more. */
  static long plus(long time, long millis) {
    return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
  }
}
