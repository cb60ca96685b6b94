// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a pattern promises, as it was built: for a page of operations, a log line or a test.
 *
 * @param engine what runs it
 * @param within the window: how long a match may last
 * @param skipStrategy where the search goes on after a match
 * @param contiguity what may lie between two events of a match
 * @param stateBound what limits the state of a key
 * @param latePolicy what becomes of events behind the watermark
 */
public record PatternContract(
    Engine engine,
    Duration within,
    String skipStrategy,
    String contiguity,
    String stateBound,
    String latePolicy)
    implements Serializable {

  /** The skip strategy of most patterns here. */
  public static final String PAST_LAST_EVENT =
      "past the last event: the events of a match are in no other one";

  /** The late policy of every pattern here. */
  public static final String LATE_ASIDE =
      "an event at or before the watermark goes to late(), counted, and changes no match";

  /** What runs a pattern. */
  public enum Engine {
    /** The operator of flink-cep. */
    FLINK_CEP,
    /** A logic of this library, on either host of it. */
    KEYED_LOGIC
  }
}
