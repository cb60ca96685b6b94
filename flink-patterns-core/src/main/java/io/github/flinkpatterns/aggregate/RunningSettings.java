// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import java.io.Serializable;

/** The numbers of a running aggregator. */
record RunningSettings(
    long inactivityMillis, int emitEvery, boolean startAnew, int accumulatorBytes)
    implements Serializable {}
