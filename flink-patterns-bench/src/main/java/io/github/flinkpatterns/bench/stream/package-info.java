// SPDX-License-Identifier: Apache-2.0
/** The seeded streams that the benchmarks run over. */
@NullMarked
package io.github.flinkpatterns.bench.stream;

import org.jspecify.annotations.NullMarked;
