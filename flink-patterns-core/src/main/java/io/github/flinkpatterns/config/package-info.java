// SPDX-License-Identifier: Apache-2.0
/**
 * Builders for a job's settings: state backend, checkpoints, restarts, types, memory and retention.
 *
 * <p>Everything leaves this package as Flink's own types ({@code Configuration}, {@code
 * StateTtlConfig}). {@link io.github.flinkpatterns.config.JobSettings} is where to start. Options
 * are written under keys that Flink 1.20.5 to 2.3.0 all read; no class of a state backend is
 * linked.
 */
@NullMarked
package io.github.flinkpatterns.config;

import org.jspecify.annotations.NullMarked;
