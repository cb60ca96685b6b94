// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/**
 * What would have been recommended just before an event, compared with the event.
 *
 * @param user the user
 * @param item the item that the user took
 * @param rank its rank in the recommendation, from 1; 0 if it was not among the first 30
 * @param atMillis the timestamp of the event in epoch milliseconds
 * @param <U> the user's type
 * @param <I> the item's type
 */
public record Outcome<U, I>(U user, I item, int rank, long atMillis) {}
