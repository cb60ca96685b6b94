// SPDX-License-Identifier: Apache-2.0
/**
 * Patterns in which one event follows another: a login before a payment, a price before a higher
 * one, a cart that nothing follows.
 *
 * <p>Each says in its contract whether flink-cep or a logic of this library finds it.
 */
@NullMarked
package io.github.flinkpatterns.cep.sequence;

import org.jspecify.annotations.NullMarked;
