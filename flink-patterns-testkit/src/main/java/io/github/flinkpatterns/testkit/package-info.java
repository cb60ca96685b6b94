// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of one stateful function: a script of events and expectations, run on every state backend,
 * through restores, crashes, rescaling and other orders of arrival.
 *
 * <p>Start with {@link io.github.flinkpatterns.testkit.Scenario}. {@link
 * io.github.flinkpatterns.testkit.StateGrowth} measures state, {@link
 * io.github.flinkpatterns.testkit.StateCompatibility} keeps it readable. Whole jobs are tested by
 * {@link io.github.flinkpatterns.testkit.job.FlinkJobTest}.
 */
@NullMarked
package io.github.flinkpatterns.testkit;

import org.jspecify.annotations.NullMarked;
