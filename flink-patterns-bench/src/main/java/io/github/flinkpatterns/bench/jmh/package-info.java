// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks, one class for each question. */
@NullMarked
package io.github.flinkpatterns.bench.jmh;

import org.jspecify.annotations.NullMarked;
