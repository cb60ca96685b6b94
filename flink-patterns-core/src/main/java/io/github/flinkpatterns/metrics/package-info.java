// SPDX-License-Identifier: Apache-2.0
/** Metrics for any step of a job, by wrapping its function. */
@NullMarked
package io.github.flinkpatterns.metrics;

import org.jspecify.annotations.NullMarked;
