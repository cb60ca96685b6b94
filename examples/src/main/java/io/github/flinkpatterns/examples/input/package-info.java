// SPDX-License-Identifier: Apache-2.0
/**
 * Reads lines from files or a generator in one reproducible order, with a position that restores
 * exactly.
 */
@NullMarked
package io.github.flinkpatterns.examples.input;

import org.jspecify.annotations.NullMarked;
