// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

/** Hears how far a run is. */
@FunctionalInterface
public interface Progress {

  /** Takes note that {@code done} of {@code all} steps of {@code title} are done. */
  void step(String title, int done, int all);
}
