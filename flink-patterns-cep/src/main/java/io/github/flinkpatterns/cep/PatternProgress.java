// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

/** How far a pattern has got with a key; mutable. */
public interface PatternProgress {

  /** Tells whether it says nothing more than a new one. */
  boolean isEmpty();

  /** Returns about how many bytes of heap it takes. */
  int sizeInBytes();
}
