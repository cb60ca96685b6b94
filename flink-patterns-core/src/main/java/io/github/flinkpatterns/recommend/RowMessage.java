// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.Nullable;

/**
 * From a user to the row of one item: what to learn, and whether to answer.
 *
 * @param item the row
 * @param request the number of the gathering, counted by user
 * @param slot the rank of the row's item in the user's history
 * @param parts how many rows answer to this gathering; 0 if this one need not
 * @param count what to add to the item's count
 * @param others the neighbours to strengthen
 * @param weights by how much, near
 * @param transitions by how much, right after
 */
@SuppressWarnings("ArrayRecordComponent") // compact, and never compared
record RowMessage<U, I>(
    I item,
    U user,
    long request,
    int slot,
    int parts,
    long timeMillis,
    float count,
    Object[] others,
    float[] weights,
    float[] transitions,
    @Nullable Question<I> question) {}
