// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.List;

/**
 * What a user may like next, best first.
 *
 * @param user the user
 * @param items at most as many as were asked for, best first, ties by the item; fewer or none while
 *     little has been learned
 * @param atMillis the timestamp of the event or request that this answers, in epoch milliseconds
 * @param <U> the user's type
 * @param <I> the item's type
 */
public record Recommendation<U, I>(U user, List<ScoredItem<I>> items, long atMillis) {}
