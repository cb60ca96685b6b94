// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/** The sources of candidates, numbered. The numbers are part of the state layout: append only. */
final class Component {

  /** Neighbours of the items in the user's history. */
  static final int NEIGHBOURS = 0;

  /** What others took right after the user's latest item. */
  static final int TRANSITION = 1;

  /** What was taken most, with a short half-life. */
  static final int FAST_POPULARITY = 2;

  /** What was taken most, with a long half-life. */
  static final int SLOW_POPULARITY = 3;

  /** The user's own latest items, if they may be recommended again. */
  static final int HISTORY = 4;

  static final int COUNT = 5;

  private Component() {}
}
