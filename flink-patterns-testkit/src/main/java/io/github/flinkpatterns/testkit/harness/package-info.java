// SPDX-License-Identifier: Apache-2.0
/**
 * The only package of the test kit that touches Flink's test harness and Flink's internal classes.
 *
 * <p>Not for use in tests: its types may change with every release. Everything here is reached
 * through {@code io.github.flinkpatterns.testkit}.
 */
@NullMarked
package io.github.flinkpatterns.testkit.harness;

import org.jspecify.annotations.NullMarked;
