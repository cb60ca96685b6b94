// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done once the rows have answered; it travels with the answer of slot 0.
 *
 * @param shard the popularity and calibration that the user belongs to
 * @param timeMillis of the event or request
 * @param serve whether a recommendation is wanted
 * @param score whether {@code taken} is to be compared with what would have been recommended
 * @param taken the item of the event; null for a request
 * @param popular the weight that popularity learns for {@code taken}; 0 for none
 * @param previous the rank of {@code taken} in the history before the event, -1 if it was not there
 * @param seen fingerprints of what must not be recommended, {@code taken} included
 * @param history the user's items, newest first; empty unless revisits are wanted
 */
@SuppressWarnings("ArrayRecordComponent") // compact, and never compared
record Question<I>(
    String shard,
    long timeMillis,
    boolean serve,
    boolean score,
    @Nullable I taken,
    double popular,
    int previous,
    int[] seen,
    Object[] history) {}
