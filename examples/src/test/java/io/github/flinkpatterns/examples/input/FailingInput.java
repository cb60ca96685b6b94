// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An input that fails when some of it was read and a checkpoint that was not there before is
 * complete, so that each failure loses work and none begins from scratch. Until the checkpoint is
 * complete the input goes on, slowly.
 *
 * @param input the true input
 * @param afterLines how much of the input is read at full speed
 * @param checkpoints where the checkpoints appear
 */
public record FailingInput(LineInput input, long afterLines, String checkpoints)
    implements LineInput {

  private static final Map<String, AtomicInteger> FAILURES_LEFT = new ConcurrentHashMap<>();
  private static final Map<String, Set<String>> SEEN = new ConcurrentHashMap<>();

  /** Plans the number of failures of a run, by its folder of checkpoints. */
  public static void plan(Path checkpoints, int failures) {
    FAILURES_LEFT.put(checkpoints.toString(), new AtomicInteger(failures));
  }

  /** Returns how many of the planned failures did not happen. */
  public static int failuresLeft(Path checkpoints) {
    return FAILURES_LEFT.get(checkpoints.toString()).get();
  }

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public LineCursor open(long position) throws IOException {
    LineCursor cursor = input.open(position);
    return new LineCursor() {
      @Override
      public @Nullable RawLine next() throws IOException {
        if (cursor.position() >= afterLines) {
          failAsPlanned(checkpoints);
        }
        return cursor.next();
      }

      @Override
      public long position() {
        return cursor.position();
      }

      @Override
      public void close() throws IOException {
        cursor.close();
      }
    };
  }

  /**
   * Fails if a failure is left and a checkpoint that was not there before is complete; waits a
   * moment if only the checkpoint is missing.
   */
  public static void failAsPlanned(String checkpoints) throws IOException {
    failAsPlanned(checkpoints, () -> true);
  }

  /**
   * As {@link #failAsPlanned(String)}, but fails when {@code costly} says so, or after ten seconds.
   */
  public static void failAsPlanned(String checkpoints, BooleanSupplier costly) throws IOException {
    if (FAILURES_LEFT.get(checkpoints).get() == 0) {
      return;
    }
    Set<String> seen = SEEN.computeIfAbsent(checkpoints, folder -> ConcurrentHashMap.newKeySet());
    if (seen.addAll(completed(checkpoints))) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!costly.getAsBoolean() && System.nanoTime() < end) {
        LockSupport.parkNanos(10_000_000);
      }
      FAILURES_LEFT.get(checkpoints).decrementAndGet();
      throw new IOException("planned failure");
    }
    // The input must last until all failures have been.
    LockSupport.parkNanos(3_000_000);
  }

  private static List<String> completed(String checkpoints) {
    try (Stream<Path> files = Files.walk(Path.of(checkpoints))) {
      return files.filter(file -> file.endsWith("_metadata")).map(Path::toString).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // a checkpoint was removed meanwhile
    }
  }
}
