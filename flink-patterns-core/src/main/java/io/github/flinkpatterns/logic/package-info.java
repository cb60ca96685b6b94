// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between what an operator does and what runs it.
 *
 * <p>Write a {@link io.github.flinkpatterns.logic.KeyedLogic} and every host runs it: a plain
 * {@code KeyedProcessFunction}, or the cached operator that touches neither RocksDB nor a
 * serializer on a hit. Both keep the same state, so a job can change from one to the other across a
 * savepoint.
 */
@NullMarked
package io.github.flinkpatterns.logic;

import org.jspecify.annotations.NullMarked;
