// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of whole jobs: a failing source, a sink with a committed view, an embedded cluster, and
 * guards over the job graph (operator uids, generic types).
 *
 * <p>Start with {@link io.github.flinkpatterns.testkit.job.FlinkJobTest}. Needs {@code
 * flink-test-utils}, {@code flink-clients} and JUnit Jupiter on the test class path.
 */
@NullMarked
package io.github.flinkpatterns.testkit.job;

import org.jspecify.annotations.NullMarked;
