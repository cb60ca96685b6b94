// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.Serializable;

/**
 * Condenses what an event says, apart from its id, to 64 bits.
 *
 * <p>Equal payloads must give equal numbers, on every machine and in every release: take a hash
 * that is fixed, such as those of Guava's {@code Hashing}, not {@link Object#hashCode}.
 *
 * @param <E> the event
 */
@FunctionalInterface
public interface PayloadFingerprint<E> extends Serializable {

  /** Returns the fingerprint of the payload of {@code event}. */
  long of(E event);
}
