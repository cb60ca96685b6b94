// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/**
 * From a gathering to the fusion: what the neighbours and the transition name.
 *
 * @param near neighbours of the history, to recommend from
 * @param after what follows the latest item, to recommend from
 * @param nearPlace where the item taken stood among the neighbours before it was taken
 * @param afterPlace where it stood among what follows
 * @param nearBefore the neighbours before it was taken; only if the job evaluates
 * @param afterBefore what followed before it was taken; only if the job evaluates
 */
record Ranking<U, I>(
    U user,
    Question<I> question,
    Candidates near,
    Candidates after,
    Place nearPlace,
    Place afterPlace,
    Candidates nearBefore,
    Candidates afterBefore) {

  /** Returns the ranking of a user of whom nothing is known. */
  static <U, I> Ranking<U, I> cold(U user, Question<I> question) {
    Candidates none = Candidates.NONE;
    Place nowhere = new Place(-1, 0);
    return new Ranking<>(user, question, none, none, nowhere, nowhere, none, none);
  }
}
