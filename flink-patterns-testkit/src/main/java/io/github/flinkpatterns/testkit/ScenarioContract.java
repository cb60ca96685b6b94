// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The standard battery for any function or operator, as a JUnit class to extend: give a scenario,
 * get a named test for each promise that a stateful function makes.
 *
 * <p>Needs JUnit 5 or later on the test class path. For a keyed function with one input, {@link
 * KeyedFunctionContract} asks for less.
 */
public abstract class ScenarioContract {

  /** For a subclass. */
  protected ScenarioContract() {}

  /** Returns the script that every test runs. */
  protected abstract Scenario<?, ?, ?, ?> scenario();

  /**
   * Returns how far events may come out of order, or null when results may depend on the order; the
   * default is null.
   */
  protected @Nullable Disorder disorder() {
    return null;
  }

  /** Returns the backends; the default is all on the class path. */
  protected List<Backend> backends() {
    return Backend.available();
  }

  /** The function meets the scenario's own expectations; the same input gives the same output. */
  @Test
  protected void meetsItsExpectationsAndRepeatsItself() {
    scenario().withoutLeakCheck().withoutTypeCheck().verify();
  }

  /** Nothing is left when all time has passed. */
  @Test
  protected void leavesNothingBehind() {
    scenario().withoutTypeCheck().verify();
  }

  /** No state falls to Kryo. */
  @Test
  protected void hasNoKryoInState() {
    scenario().withoutLeakCheck().verify();
  }

  /** Restoring after every step changes nothing. */
  @Test
  protected void survivesARestoreAfterEveryStep() {
    over(Recovery.RESTORE_EVERY_STEP, 1);
  }

  /** Crashing, restoring and replaying changes nothing that a transactional sink shows. */
  @Test
  protected void survivesCrashAndReplay() {
    over(Recovery.CRASH_AND_REPLAY, 1);
  }

  /** Scaling from 1 to 3 to 2 subtasks changes nothing. */
  @Test
  protected void survivesRescaling() {
    over(Recovery.NONE, 1, 3, 2);
  }

  /** Every backend gives the same. */
  @Test
  protected void givesTheSameOnEveryBackend() {
    unchecked()
        .verify(ExecutionMatrix.over(backends(), List.of(Recovery.NONE), List.of(List.of(1))));
  }

  /** The order of arrival changes no final result; skipped without a {@link #disorder()}. */
  @Test
  protected void doesNotDependOnTheOrderOfArrival() {
    Disorder disorder = disorder();
    Assumptions.assumeTrue(disorder != null, "no disorder() given");
    if (disorder != null) {
      unchecked().verify(ExecutionMatrix.of(Cell.PLAIN).with(disorder));
    }
  }

  private void over(Recovery recovery, Integer... path) {
    unchecked()
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN, new Cell(Backend.HASHMAP, recovery, Arrays.asList(path))));
  }

  /** Each promise has one test that judges it, so that a failure names one cause. */
  private Scenario<?, ?, ?, ?> unchecked() {
    return scenario().withoutTypeCheck().withoutLeakCheck();
  }

  /** Returns a disorder within a bound, for {@link #disorder()}. */
  protected static Disorder within(Duration bound) {
    return Disorder.within(bound);
  }
}
