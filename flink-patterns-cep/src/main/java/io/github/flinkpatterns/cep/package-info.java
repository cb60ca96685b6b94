// SPDX-License-Identifier: Apache-2.0
/**
 * Named event patterns: what every one of them takes, declares and gives.
 *
 * <p>A pattern is a {@link io.github.flinkpatterns.cep.PatternSpec}: built once, applied with a
 * uid, with a {@link io.github.flinkpatterns.cep.PatternMatch} for each match, a {@link
 * io.github.flinkpatterns.cep.PatternTimeout} for each near miss, and late events aside. Time is
 * event time, and no pattern is without a window.
 *
 * <p>Some types are public because the rooms of this module share them. They are not in this
 * documentation, no method of a pattern shows them, and they may change with every release.
 */
@NullMarked
package io.github.flinkpatterns.cep;

import org.jspecify.annotations.NullMarked;
