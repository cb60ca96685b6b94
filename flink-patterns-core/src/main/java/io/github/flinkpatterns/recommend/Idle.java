// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;

/** When something that nothing happens to is forgotten. */
final class Idle {

  private Idle() {}

  static long due(long lastMillis, Settings settings) {
    return lastMillis == Long.MIN_VALUE
            || lastMillis > KeyedLogic.NEVER - settings.forgetAfterMillis()
        ? KeyedLogic.NEVER
        : lastMillis + settings.forgetAfterMillis();
  }
}
