// SPDX-License-Identifier: Apache-2.0
/**
 * Gathering: batches of events with and without keys, aggregates before the shuffle, and features
 * of a key put together.
 */
@NullMarked
package io.github.flinkpatterns.buffer;

import org.jspecify.annotations.NullMarked;
