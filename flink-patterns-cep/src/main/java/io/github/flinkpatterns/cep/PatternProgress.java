// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

/**
 * How far a pattern has got with a key; mutable.
 *
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public interface PatternProgress {

  /** Tells whether it says nothing more than a new one. */
  boolean isEmpty();

  /** Returns about how many bytes of heap it takes. */
  int sizeInBytes();
}
