// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.Snapshot;
import io.github.flinkpatterns.testkit.harness.SnapshotFile;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.FlinkVersion;
import org.jspecify.annotations.Nullable;

/**
 * Golden snapshots: the state that a function writes today, kept in a file under version control,
 * must be readable by every later version of the function.
 *
 * <pre>{@code
 * var scenario = Scenario.of(new CountClicks()).keyedBy(Click::user, String.class)
 *     .event(new Click("ann"), 1_000)
 *     .savepoint()                          // the file holds the state at this place
 *     .event(new Click("ann"), 2_000)
 *     .watermark(60_000);
 * StateCompatibility.of(scenario).verify(Path.of("src/test/resources/state/count-clicks-v1.snap"));
 * }</pre>
 *
 * <p>{@code verify} starts the function, and each implementation that the scenario is {@link
 * Scenario#alternatingWith alternating with}, from the file on every backend of {@link
 * Backend#available()} but ForSt, with one subtask and rescaled to two. It compares, decoded, the
 * restored state and timers with those that the steps before the mark produce today, then runs the
 * steps after the mark and compares the records with those of an uninterrupted run.
 *
 * <p>A file is written once, by a run with {@code -Dflinkpatterns.testkit.record=true}, and never
 * overwritten. It holds Flink's canonical savepoint format, which restores into any backend and any
 * later Flink version, gzipped; below a kilobyte for a short script.
 *
 * <p>A file written on a newer Flink may not load on an older one. Whoever supports several
 * versions records one file on each: {@code -Dflinkpatterns.testkit.record=flink} writes {@code
 * count-clicks-v1.flink-1.20.snap} beside the path that {@code verify} is given. {@code verify}
 * reads the path itself where there is such a file, and every file beside it that was written on
 * the running version of Flink or on an earlier one. With files of 1.20 and 2.3, a run on 2.1
 * checks the first, a run on 2.3 both.
 *
 * <p>Keyed, broadcast and operator state is kept, and an operator without keys is restored with one
 * subtask only; raw state is refused.
 */
public final class StateCompatibility {

  /**
   * The system property that allows a missing file to be written: {@code true} writes the file
   * itself, {@code flink} the one with the running version of Flink in its name.
   */
  public static final String RECORD_PROPERTY = "flinkpatterns.testkit.record";

  private final Script script;
  private final int mark;

  private StateCompatibility(Script script, int mark) {
    this.script = script;
    this.mark = mark;
  }

  /**
   * Takes a scenario that marks its place with {@link Scenario#savepoint()}.
   *
   * @throws IllegalArgumentException when there is no mark, or more than one
   */
  public static StateCompatibility of(Scenario<?, ?, ?, ?> scenario) {
    List<Step> steps = scenario.script().steps();
    int moves = 0;
    int marks = 0;
    int mark = 0;
    for (Step step : steps) {
      if (step instanceof Step.Savepoint) {
        marks++;
        mark = moves;
      } else if (step instanceof Step.Move) {
        moves++;
      }
    }
    if (marks != 1) {
      throw new IllegalArgumentException(
          "StateCompatibility: parameter 'scenario': "
              + scenario.script().name()
              + ", has "
              + marks
              + " savepoint() marks; put exactly one where the snapshot belongs");
    }
    return new StateCompatibility(scenario.script(), mark);
  }

  /**
   * Checks the function of today against a file.
   *
   * @throws AssertionError when the file is missing, cannot be restored, or restores to something
   *     else
   */
  public void verify(Path file) {
    recordIfWanted(file);
    List<Path> files = GoldenFiles.readableOn(FlinkVersion.current().toString(), file);
    if (files.isEmpty()) {
      throw new AssertionError(
          "StateCompatibility: no file "
              + file
              + ", nor one of Flink "
              + FlinkVersion.current()
              + " or earlier beside it; run once with -D"
              + RECORD_PROPERTY
              + "=true and put it under version control");
    }
    Outcome<Object> expected = new CellRun<>(script, Cell.PLAIN).run(true);
    Map<String, Held> today =
        describe(
            contents(script, new CellRun<>(script, Cell.PLAIN).snapshotAfter(mark), Cell.PLAIN));
    for (Path each : files) {
      Snapshot snapshot = read(each);
      for (Script host : script.eachHost()) {
        verify(each, snapshot, host, expected, today);
      }
    }
  }

  private void verify(
      Path file,
      Snapshot snapshot,
      Script host,
      Outcome<Object> expected,
      Map<String, Held> today) {
    for (Backend backend : Backend.available()) {
      if (!backend.hasSavepoints()) {
        continue;
      }
      for (int parallelism :
          host.host(0).inputs() != Blueprint.Inputs.ONE ? List.of(1, 2) : List.of(1)) {
        Cell cell = new Cell(backend, Recovery.NONE, List.of(parallelism));
        try {
          sameContents(today, describe(contents(host, snapshot, cell)));
          OutputCheck.checkSame(
              script, after(expected), after(runFrom(new CellRun<>(host, cell), snapshot)));
        } catch (CheckFailure e) {
          throw new AssertionError(
              "StateCompatibility: "
                  + script.name()
                  + (host.host(0).name().equals(script.name()) ? "" : " as " + host.host(0).name())
                  + " does not restore what "
                  + file.getFileName()
                  + " holds ("
                  + cell
                  + ")"
                  + (e.step() > 0 ? "\nat step " + e.step() : "")
                  + "\n"
                  + e.getMessage(),
              e);
        }
      }
    }
  }

  private void recordIfWanted(Path file) {
    Path wanted =
        switch (System.getProperty(RECORD_PROPERTY, "")) {
          case "true" -> file;
          case "flink" -> GoldenFiles.of(FlinkVersion.current().toString(), file);
          default -> null;
        };
    if (wanted != null && !Files.exists(wanted)) {
      record(wanted);
    }
  }

  /**
   * Writes the file from the first implementation of the scenario, for a test that has to make an
   * old snapshot itself.
   *
   * @throws IllegalStateException when the file exists; nothing is replaced
   */
  public void record(Path file) {
    if (Files.exists(file)) {
      throw new IllegalStateException("StateCompatibility: " + file + " exists; it stays as it is");
    }
    try {
      SnapshotFile.write(new CellRun<>(script, Cell.PLAIN).snapshotAfter(mark), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Snapshot read(Path file) {
    try {
      return SnapshotFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome<Object> runFrom(CellRun<Object> run, Snapshot snapshot) {
    return run.runFrom(snapshot, mark, clockAtMark(), watermarkAtMark());
  }

  private long clockAtMark() {
    long clock = 0;
    for (Step.Move move : script.moves().subList(0, mark)) {
      clock = move instanceof Step.Clock c ? c.timestamp() : clock;
    }
    return clock;
  }

  private @Nullable Long watermarkAtMark() {
    Long watermark = null;
    for (Step.Move move : script.moves().subList(0, mark)) {
      watermark = move instanceof Step.WatermarkAt w ? w.timestamp() : watermark;
    }
    return watermark;
  }

  /** Drops what was emitted before the mark, which a run from the file cannot know. */
  private Outcome<Object> after(Outcome<Object> outcome) {
    return outcome.after(mark);
  }

  private KeyedContents contents(Script host, Snapshot snapshot, Cell cell) {
    try (Deployment restored =
        new Deployment(
            host.host(0),
            cell.backend().type(),
            cell.backend().changelog(),
            script.settings().maxParallelism(),
            cell.parallelism().get(0),
            clockAtMark(),
            snapshot)) {
      return restored.contents();
    } catch (RuntimeException e) {
      throw new CheckFailure(0, String.valueOf(e.getMessage()), e);
    }
  }

  private static void sameContents(Map<String, Held> today, Map<String, Held> restored) {
    List<String> differences = new ArrayList<>();
    Set<String> places = new TreeSet<>(today.keySet());
    places.addAll(restored.keySet());
    for (String place : places) {
      Held now = today.get(place);
      Held old = restored.get(place);
      if (now == null || old == null || !now.isSameAs(old)) {
        differences.add(
            place + "\n    in the file: " + textOf(old) + "\n    today:       " + textOf(now));
      }
    }
    if (!differences.isEmpty()) {
      throw new CheckFailure(0, "state differs\n  " + String.join("\n  ", differences), null);
    }
  }

  private static Map<String, Held> describe(KeyedContents contents) {
    Map<String, Held> result = new TreeMap<>();
    for (StateEntry e : contents.entries()) {
      result.put(
          "key " + e.key() + ", state '" + e.state() + "'" + in(e.namespace()),
          new Held(e.value(), e.fingerprint()));
    }
    for (TimerEntry t : contents.timers()) {
      result.put(
          "key "
              + t.key()
              + ", "
              + (t.eventTime() ? "event" : "processing")
              + "-time timer at "
              + t.timestamp()
              + in(t.namespace())
              + " of '"
              + t.service()
              + "'",
          new Held("pending", 0));
    }
    return result;
  }

  private static String textOf(@Nullable Held held) {
    return held == null ? "nothing" : Values.text(held.value);
  }

  /** What is at one place, with a fingerprint of its bytes for values that do not compare. */
  private record Held(@Nullable Object value, long fingerprint) {

    boolean isSameAs(Held other) {
      return fingerprint == other.fingerprint || Values.same(value, other.value);
    }
  }

  private static String in(@Nullable Object namespace) {
    return namespace == null ? "" : ", namespace " + namespace;
  }
}
