// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/**
 * An item with its score.
 *
 * @param item the item
 * @param score about the chance that the user takes the item next: the sum of the rates at which
 *     the components that name it were right at that rank so far. For ranking, not a probability
 * @param <I> the item's type
 */
public record ScoredItem<I>(I item, double score) {}
