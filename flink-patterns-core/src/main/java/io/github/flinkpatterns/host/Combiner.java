// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Makes one message of several to the same key, before they are sent over the network.
 *
 * @param <T> the message; never changed once made
 * @param <A> what messages of one key are gathered in, mutable
 */
public interface Combiner<T, A> extends Serializable {

  /** Returns what messages that may be combined have in common; null: send this one at once. */
  @Nullable Object keyOf(T message);

  /** Returns a new accumulator that holds {@code message}. */
  A start(T message);

  /** Adds {@code message} to an accumulator of the same key. */
  void add(A gathered, T message);

  /** Returns what an accumulator holds as one message. */
  T end(A gathered);
}
