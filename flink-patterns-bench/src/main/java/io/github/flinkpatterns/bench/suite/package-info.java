// SPDX-License-Identifier: Apache-2.0
/** The suites: which ways run over which stream, at which size. */
@NullMarked
package io.github.flinkpatterns.bench.suite;

import org.jspecify.annotations.NullMarked;
