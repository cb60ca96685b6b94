// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.jspecify.annotations.Nullable;

/**
 * A pending timer.
 *
 * @param service the name of the timer service
 * @param eventTime whether it waits for event time, else for processing time
 * @param timestamp when it is due, in epoch milliseconds
 * @param key the key
 * @param namespace the namespace, or null when the operator uses none
 * @param keyGroup the key group of the key
 */
public record TimerEntry(
    String service,
    boolean eventTime,
    long timestamp,
    Object key,
    @Nullable Object namespace,
    int keyGroup) {}
