// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

/** How often, and how, a run of a scenario is interrupted. */
public enum Recovery {
  /** Never. */
  NONE("plain"),

  /**
   * After every step: checkpoint, stop, start anew from that checkpoint. A script of more than 400
   * steps is restored some 200 to 400 times, evenly spread.
   */
  RESTORE_EVERY_STEP("restore after every step"),

  /**
   * Crashes between checkpoints. Each stretch of three steps (more in a script of more than 800)
   * runs twice: the first attempt begins while the checkpoint before it is still being written, is
   * lost with all that it emitted, and the operator restores that checkpoint and replays. Only the
   * second attempt's output counts, which is what a transactional sink shows. The clock is set back
   * with the replay.
   */
  CRASH_AND_REPLAY("crash and replay");

  private final String text;

  Recovery(String text) {
    this.text = text;
  }

  /** Returns the name as used in reports. */
  @Override
  public String toString() {
    return text;
  }
}
