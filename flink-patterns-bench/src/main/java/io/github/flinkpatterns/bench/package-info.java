// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the operators, each beside its rival. */
@NullMarked
package io.github.flinkpatterns.bench;

import org.jspecify.annotations.NullMarked;
