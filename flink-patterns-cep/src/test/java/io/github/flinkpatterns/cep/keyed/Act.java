// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

/**
 * The events of these tests.
 *
 * @param id tells events apart; a redelivered event has the same
 * @param what what happened: fail, ok, start, finish, or a state
 */
public record Act(
    String key, int id, String what, String user, double value, double north, double east) {

  static Act of(String key, int id, String what) {
    return new Act(key, id, what, "u", 0, 0, 0);
  }

  boolean is(String other) {
    return what.equals(other);
  }
}
