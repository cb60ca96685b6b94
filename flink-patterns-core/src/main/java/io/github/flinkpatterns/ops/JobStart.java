// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import io.github.flinkpatterns.logic.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an uploaded jar is started: entry class, arguments, parallelism, savepoint.
 *
 * <p>Immutable: every method returns a new object. What is not said is left to the jar's manifest,
 * to the program and to the cluster.
 */
public final class JobStart {

  private final String jarId;
  private final @Nullable String entryClass;
  private final List<String> arguments;
  private final int parallelism;
  private final @Nullable String savepoint;
  private final boolean allowNonRestoredState;

  private JobStart(
      String jarId,
      @Nullable String entryClass,
      List<String> arguments,
      int parallelism,
      @Nullable String savepoint,
      boolean allowNonRestoredState) {
    this.jarId = jarId;
    this.entryClass = entryClass;
    this.arguments = arguments;
    this.parallelism = parallelism;
    this.savepoint = savepoint;
    this.allowNonRestoredState = allowNonRestoredState;
  }

  /** Starts the jar of this id, as {@link Savepoints#upload} returned it. */
  public static JobStart of(String jarId) {
    return new JobStart(Require.given(jarId, "JobStart", "jarId"), null, List.of(), 0, null, false);
  }

  /** The class whose {@code main} builds the job, in place of the manifest's. */
  public JobStart entryClass(String name) {
    return new JobStart(jarId, name, arguments, parallelism, savepoint, allowNonRestoredState);
  }

  /** The arguments of {@code main}, each passed as it is. */
  public JobStart arguments(String... values) {
    return new JobStart(
        jarId, entryClass, List.of(values), parallelism, savepoint, allowNonRestoredState);
  }

  /** The default parallelism of the job, at least 1. */
  public JobStart parallelism(int value) {
    int checked = (int) Require.inRange(value, 1, 32_768, "JobStart", "parallelism");
    return new JobStart(jarId, entryClass, arguments, checked, savepoint, allowNonRestoredState);
  }

  /** The savepoint or retained checkpoint that the job starts from. */
  public JobStart fromSavepoint(String location) {
    return new JobStart(jarId, entryClass, arguments, parallelism, location, allowNonRestoredState);
  }

  /**
   * Starts even if the savepoint holds state of an operator that the job no longer has; that state
   * is lost. Without it Flink refuses.
   */
  public JobStart allowNonRestoredState() {
    return new JobStart(jarId, entryClass, arguments, parallelism, savepoint, true);
  }

  String jarId() {
    return jarId;
  }

  @Nullable String entryClass() {
    return entryClass;
  }

  List<String> arguments() {
    return arguments;
  }

  int parallelism() {
    return parallelism;
  }

  @Nullable String savepoint() {
    return savepoint;
  }

  boolean allowsNonRestoredState() {
    return allowNonRestoredState;
  }
}
