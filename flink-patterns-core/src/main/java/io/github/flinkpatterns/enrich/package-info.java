// SPDX-License-Identifier: Apache-2.0
/**
 * Two keyed streams put together in event time: {@link io.github.flinkpatterns.enrich.Enricher}
 * joins events with a reference as of their time, {@link
 * io.github.flinkpatterns.enrich.IntervalJoin} joins events that lie near each other.
 */
@NullMarked
package io.github.flinkpatterns.enrich;

import org.jspecify.annotations.NullMarked;
