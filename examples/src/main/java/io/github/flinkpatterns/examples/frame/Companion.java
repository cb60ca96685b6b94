// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.time.Duration;

/**
 * Accompanies a run, for example with a page that shows it. Opened before the run, so that what is
 * in its way can be reported as a wrong option; closed behind it in any case.
 */
public interface Companion extends AutoCloseable {

  /**
   * Begins to show the run.
   *
   * @param view what can be seen of it
   */
  void started(RunView view);

  /** Shows the run's end. All files have their final names now. */
  void ended();

  /** Returns what to tell the user about it while the job runs. */
  String notice();

  /** Returns how long to stay after the run's end unless the user ends it. */
  Duration linger();

  @Override
  void close();
}
