// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.Nullable;

/**
 * From the row of one item to a gathering.
 *
 * @param count how often the item was taken, decayed to the time of the question
 * @param neighbours its strongest neighbours with their weights, decayed likewise
 * @param transitions what came right after it; empty but for the two latest items of the user
 */
record RowReply<U, I>(
    U user,
    long request,
    int slot,
    int parts,
    float count,
    Candidates neighbours,
    Candidates transitions,
    @Nullable Question<I> question) {}
