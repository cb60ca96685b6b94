// SPDX-License-Identifier: Apache-2.0
/**
 * Rules over exact sliding windows per key: velocity, spikes, distinct values, and what else fraud
 * detection and alerting ask of the recent past.
 *
 * <p>Start at {@link io.github.flinkpatterns.velocity.VelocityDetector}.
 */
@NullMarked
package io.github.flinkpatterns.velocity;

import org.jspecify.annotations.NullMarked;
