// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

/**
 * One savepoint that a running job remembers.
 *
 * @param id the number that Flink gave it, counted with the checkpoints of the job
 * @param location where it lies, as a restore takes it
 * @param triggeredMillis when it was asked for, in epoch milliseconds
 * @param durationMillis how long it took, in milliseconds
 * @param stateBytes the size of its state
 */
public record Savepoint(
    long id, String location, long triggeredMillis, long durationMillis, long stateBytes) {}
