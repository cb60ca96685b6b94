// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static java.util.Objects.requireNonNull;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.Emission;
import io.github.flinkpatterns.testkit.harness.PendingSnapshot;
import io.github.flinkpatterns.testkit.harness.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a script in one cell. */
final class CellRun<OUT> {

  /** Steps between two checkpoints of a crashing run; small, so that short scripts crash too. */
  private static final int CRASH_EVERY = 3;

  private final Script script;
  private final Cell cell;
  private final List<Step.Move> moves;

  /** Expectations by the number of moves before them. */
  private final Map<Integer, List<Step.Expectation>> looks = new LinkedHashMap<>();

  private final List<Emitted<OUT>> main = new ArrayList<>();
  private final Map<String, List<Emitted<?>>> sides = new LinkedHashMap<>();
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
      } else {
        seen++;
      }
    }
  }

  /** Runs the script to its end. */
  Outcome<OUT> run() {
    int step = 0;
    try {
      start(0, null);
      look(0);
      if (cell.recovery() == Recovery.CRASH_AND_REPLAY) {
        for (step = 0; step < moves.size(); step += CRASH_EVERY) {
          stretch(step, Math.min(step + CRASH_EVERY, moves.size()));
        }
      } else {
        for (step = 0; step < moves.size(); step++) {
          move(step);
          commit(step + 1);
          look(step + 1);
          restoreIfDue(step + 1);
        }
      }
      OutputCheck.check(script, main, sides);
      if (script.checkLeaks()) {
        LeakCheck.check(script, live(), ended, clock);
      }
      return new Outcome<>(main, sides);
    } finally {
      if (live != null) {
        live.close();
      }
    }
  }

  private void restoreIfDue(int done) {
    if (done == moves.size() || ended) {
      return;
    }
    int next = cell.parallelismAt(done, moves.size());
    if (cell.recovery() == Recovery.RESTORE_EVERY_STEP || next != live().parallelism()) {
      Snapshot snapshot = live().snapshot(false);
      live().close();
      start(done, snapshot);
      commit(done);
    }
  }

  /** Runs steps twice: once in vain, then again from the checkpoint before them. */
  private void stretch(int from, int to) {
    PendingSnapshot pending = from == 0 ? null : live().beginSnapshot(false);
    long clockThen = clock;
    Long watermarkThen = watermark;
    for (int i = from; i < to; i++) {
      move(i);
    }
    live().drain();
    Snapshot snapshot = pending == null ? null : pending.complete();
    live().close();
    clock = clockThen;
    watermark = watermarkThen;
    ended = false;
    start(from, snapshot);
    commit(from);
    for (int i = from; i < to; i++) {
      move(i);
      commit(i + 1);
      look(i + 1);
    }
  }

  private void start(int step, @Nullable Snapshot from) {
    live =
        new Deployment(
            script.host(attempts++),
            cell.backend().type(),
            cell.backend().changelog(),
            script.maxParallelism(),
            cell.parallelismAt(step, moves.size()),
            clock,
            from);
    if (watermark != null) {
      live.watermark(watermark);
    }
  }

  private void move(int index) {
    Step.Move move = moves.get(index);
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
  private void commit(int step) {
    for (Emission e : live().drain()) {
      if (e.tag() == null) {
        main.add(new Emitted<>((OUT) e.value(), e.timestamp(), step, e.subtask()));
      } else {
        sides
            .computeIfAbsent(e.tag().getId(), ignored -> new ArrayList<>())
            .add(new Emitted<>(e.value(), e.timestamp(), step, e.subtask()));
      }
    }
  }

  private void look(int step) {
    for (Step.Expectation look : looks.getOrDefault(step, List.of())) {
      boolean uninterrupted = cell.recovery() == Recovery.NONE && cell.parallelism().size() == 1;
      LiveCheck.check(look, live(), clock, step, uninterrupted);
    }
  }

  private Deployment live() {
    return requireNonNull(live);
  }
}
