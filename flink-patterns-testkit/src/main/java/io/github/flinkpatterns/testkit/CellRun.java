// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static java.util.Objects.requireNonNull;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.Emission;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.PendingSnapshot;
import io.github.flinkpatterns.testkit.harness.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a script in one cell. */
final class CellRun<OUT> {

  /** Steps between two checkpoints of a crashing run; small, so that short scripts crash too. */
  private static final int CRASH_EVERY = 3;

  /** A restore costs milliseconds, so a long script is not restored after every single step. */
  private static final int MAX_RESTORES = 200;

  private final Script script;
  private final Cell cell;
  private final List<Step.Move> moves;

  /** Expectations by the number of moves before them. */
  private final Map<Integer, List<Step.Expectation>> looks = new LinkedHashMap<>();

  private final List<Emitted<OUT>> main = new ArrayList<>();
  private final Map<String, List<Emitted<?>>> sides = new LinkedHashMap<>();
  private final Set<Emitted<?>> early = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Integer, KeyedContents> trace = new LinkedHashMap<>();
  private boolean tracing;
  private @Nullable Deployment live;
  private int attempts;
  private long clock;
  private @Nullable Long watermark;
  private boolean ended;

  CellRun(Script script, Cell cell) {
    this.script = script;
    this.cell = cell;
    this.moves = script.moves();
    int seen = 0;
    for (Step step : script.steps()) {
      if (step instanceof Step.Expectation look) {
        looks.computeIfAbsent(seen, ignored -> new ArrayList<>()).add(look);
      } else if (step instanceof Step.Move) {
        seen++;
      }
    }
  }

  /**
   * Runs the script to its end.
   *
   * @param checkOutputs whether to check the script's own expectations of outputs; a cell that is
   *     compared with a checked one need not
   */
  Outcome<OUT> run(boolean checkOutputs) {
    try {
      start(0, null);
      look(0);
      run(0);
      if (checkOutputs) {
        OutputCheck.check(script, main, sides);
      }
      return end();
    } finally {
      close();
    }
  }

  /** Runs the moves from a snapshot on; what was emitted before it is unknown, so not checked. */
  Outcome<OUT> runFrom(Snapshot snapshot, int done, long clockThen, @Nullable Long watermarkThen) {
    clock = clockThen;
    watermark = watermarkThen;
    try {
      start(done, snapshot);
      commit(done, true);
      run(done);
      return end();
    } finally {
      close();
    }
  }

  /** Runs the first moves only and takes a canonical snapshot. */
  Snapshot snapshotAfter(int count) {
    try {
      start(0, null);
      for (int i = 0; i < count; i++) {
        move(i);
      }
      return live().snapshot(true);
    } finally {
      close();
    }
  }

  /** Runs without checks and keeps the decoded state after each step; stops where it fails. */
  Map<Integer, KeyedContents> trace() {
    tracing = true;
    looks.clear();
    try {
      start(0, null);
      run(0);
    } catch (CheckFailure e) {
      // What was seen up to here is what the report wants.
    } finally {
      try {
        close();
      } catch (RuntimeException e) {
        // An operator that failed may not close either.
      }
    }
    return trace;
  }

  private Outcome<OUT> end() {
    try {
      checkEnd();
    } catch (RuntimeException e) {
      throw new CheckFailure(CheckFailure.AT_END, String.valueOf(e.getMessage()), e);
    }
    return new Outcome<>(main, sides, early, moves.size());
  }

  private void checkEnd() {
    if (script.settings().checkTypes()) {
      TypeCheck.check(live().contents());
    }
    if (script.settings().checkLeaks()) {
      LeakCheck.check(script, live(), ended, clock);
      commit(moves.size() + 1, false);
    }
  }

  private void run(int from) {
    if (cell.recovery() == Recovery.CRASH_AND_REPLAY) {
      int length = Math.max(CRASH_EVERY, moves.size() / MAX_RESTORES);
      for (int step = from; step < moves.size(); step += length) {
        stretch(step, Math.min(step + length, moves.size()), step == 0);
      }
      return;
    }
    for (int step = from; step < moves.size(); step++) {
      move(step);
      commit(step + 1, false);
      look(step + 1);
      restoreIfDue(step + 1);
    }
  }

  private void restoreIfDue(int done) {
    if (done == moves.size() || ended) {
      return;
    }
    int next = cell.parallelismAt(done, moves.size());
    boolean due =
        cell.recovery() == Recovery.RESTORE_EVERY_STEP
            && done % Math.max(1, moves.size() / MAX_RESTORES) == 0;
    if (due || next != live().parallelism()) {
      boolean canonical = cell.backend().rescalesBySavepoint() && next != live().parallelism();
      Snapshot snapshot = guarded(done, () -> live().snapshot(canonical));
      close();
      start(done, snapshot);
      commit(done, true);
    }
  }

  /** Runs steps twice: once in vain, then again from the checkpoint before them. */
  private void stretch(int from, int to, boolean fresh) {
    boolean canonical =
        cell.backend().rescalesBySavepoint()
            && cell.parallelismAt(from, moves.size()) != live().parallelism();
    PendingSnapshot pending = fresh ? null : guarded(from, () -> live().beginSnapshot(canonical));
    long clockThen = clock;
    Long watermarkThen = watermark;
    for (int i = from; i < to; i++) {
      move(i);
    }
    live().drain();
    Snapshot snapshot = pending == null ? null : guarded(to, pending::complete);
    close();
    clock = clockThen;
    watermark = watermarkThen;
    ended = false;
    start(from, snapshot);
    commit(from, true);
    for (int i = from; i < to; i++) {
      move(i);
      commit(i + 1, false);
      look(i + 1);
    }
  }

  private static <T> T guarded(int step, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException e) {
      throw new CheckFailure(step, String.valueOf(e.getMessage()), e);
    }
  }

  private void start(int step, @Nullable Snapshot from) {
    try {
      live =
          new Deployment(
              script.host(attempts++),
              cell.backend().type(),
              cell.backend().changelog(),
              script.settings().maxParallelism(),
              cell.parallelismAt(Math.min(step, Math.max(0, moves.size() - 1)), moves.size()),
              clock,
              from);
      if (watermark != null) {
        live.watermark(watermark);
      }
    } catch (RuntimeException e) {
      throw new CheckFailure(
          step,
          (from == null ? "start" : "restore after this step")
              + " of "
              + script.host(attempts - 1).name()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private void move(int index) {
    try {
      move(moves.get(index));
    } catch (RuntimeException e) {
      throw new CheckFailure(index + 1, String.valueOf(e.getMessage()), e);
    }
  }

  private void move(Step.Move move) {
    if (move instanceof Step.Element e) {
      live().element(e.input(), e.value(), e.timestamp());
    } else if (move instanceof Step.WatermarkAt w) {
      watermark = w.timestamp();
      live().watermark(w.timestamp());
    } else if (move instanceof Step.Clock c) {
      clock = c.timestamp();
      live().processingTime(c.timestamp());
    } else {
      watermark = Long.MAX_VALUE;
      live().watermark(Long.MAX_VALUE);
      live().endInput();
      ended = true;
    }
  }

  @SuppressWarnings("unchecked")
  private void commit(int step, boolean afterRestore) {
    for (Emission e : live().drain()) {
      Emitted<?> emitted = new Emitted<>(e.value(), e.timestamp(), step, e.subtask());
      if (afterRestore) {
        early.add(emitted);
      }
      if (e.tag() == null) {
        main.add((Emitted<OUT>) emitted);
      } else {
        sides.computeIfAbsent(e.tag().getId(), ignored -> new ArrayList<>()).add(emitted);
      }
    }
    if (tracing) {
      trace.put(step, live().contents());
    }
  }

  private void look(int step) {
    boolean uninterrupted = cell.recovery() == Recovery.NONE && cell.parallelism().size() == 1;
    for (Step.Expectation look : looks.getOrDefault(step, List.of())) {
      try {
        LiveCheck.check(look, live(), clock, step, uninterrupted);
      } catch (RuntimeException e) {
        throw new CheckFailure(step, String.valueOf(e.getMessage()), e);
      }
    }
  }

  private Deployment live() {
    return requireNonNull(live);
  }

  private void close() {
    if (live != null) {
      live.close();
      live = null;
    }
  }
}
