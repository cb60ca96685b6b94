// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.ERROR;
import static io.github.flinkpatterns.ops.Severity.WARNING;
import static io.github.flinkpatterns.ops.Units.bytes;

import com.google.common.hash.Hashing;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import io.github.flinkpatterns.ops.CheckpointStatistics.Subtask;
import io.github.flinkpatterns.ops.CheckpointStatistics.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Says how much state a job may hold, operator by operator, and checks the plan against a limit and
 * against what a running job holds.
 *
 * <pre>{@code
 * StateBudget budget = StateBudget.atMostBytes(4L << 30)
 *     .operator("order-dedup", 10_000_000, 9)
 *     .operator("sessions", 500_000, 90);
 * budget.check(env).orThrow();                                   // before the start
 * budget.check(doctor.statistics(jobId)).orThrow();              // any time after
 * }</pre>
 *
 * <p>The worked example plans 10,000,000 x 9 + 500,000 x 90 = 135,000,000 bytes, which fits. An
 * entry is whatever is counted: a key, an id, an event. The pages of this library's operators state
 * their bytes per entry; for your own, {@code StateGrowth} of the testkit measures them.
 *
 * <p>Bytes are those of a full checkpoint. On the heap backend the objects take several times as
 * much. Immutable: every method returns a new object.
 */
public final class StateBudget {

  private static final String OPERATOR = "StateBudget";

  /** What a checkpoint may be above the plan, for headers, timers and names. */
  private static final double TOLERANCE = 1.25;

  private record Share(long entries, long bytesPerEntry) {
    long bytes() {
      return Math.multiplyExact(entries, bytesPerEntry);
    }
  }

  private final long limit;
  private final Map<String, Share> shares;

  private StateBudget(long limit, Map<String, Share> shares) {
    this.limit = limit;
    this.shares = shares;
  }

  /** Begins a budget for all operators of a job together, at least 1 byte. */
  public static StateBudget atMostBytes(long limit) {
    return new StateBudget(
        Require.inRange(limit, 1, Long.MAX_VALUE, OPERATOR, "atMostBytes"), Map.of());
  }

  /**
   * Plans the state of one operator.
   *
   * @param uid the operator's uid
   * @param entries how many entries live at once, at most
   * @param bytesPerEntry the bytes of one
   * @throws IllegalArgumentException when the uid was planned before, or a number is below 1
   */
  public StateBudget operator(String uid, long entries, long bytesPerEntry) {
    Require.given(uid, OPERATOR, "uid");
    Require.inRange(entries, 1, 1L << 40, OPERATOR, "entries");
    Require.inRange(bytesPerEntry, 1, 1 << 22, OPERATOR, "bytesPerEntry");
    Map<String, Share> more = new LinkedHashMap<>(shares);
    if (more.put(uid, new Share(entries, bytesPerEntry)) != null) {
      throw Require.wrong(OPERATOR, "uid", uid, "is planned twice", "give one number for it");
    }
    return new StateBudget(limit, more);
  }

  /** Returns the bytes of all shares. */
  public long plannedBytes() {
    return shares.values().stream().mapToLong(Share::bytes).sum();
  }

  /**
   * Compares the plan with its limit and with a job that is built and not yet started: every keyed
   * operator must be planned, and every plan must have its operator.
   */
  public PreflightReport check(StreamExecutionEnvironment env) {
    List<Finding> findings = new ArrayList<>();
    if (plannedBytes() > limit) {
      findings.add(
          new Finding(
              ERROR,
              "over-budget",
              "job",
              "the plan needs " + bytes(plannedBytes()) + ", the limit is " + bytes(limit),
              "Keep fewer entries, or raise the limit and the memory or disk behind it"));
    }
    Map<String, Share> left = new LinkedHashMap<>(shares);
    for (PlannedOperator operator : new JobReader(env).operators(false)) {
      boolean planned = operator.uid() != null && left.remove(operator.uid()) != null;
      if (operator.key() != null && operator.stateful() && !planned) {
        findings.add(
            new Finding(
                WARNING,
                "not-planned",
                operator.place(),
                "it is keyed and nobody has said how much it keeps",
                "Add operator(uid, entries, bytesPerEntry)"));
      }
    }
    left.keySet()
        .forEach(
            uid ->
                findings.add(
                    new Finding(
                        WARNING,
                        "no-such-operator",
                        "uid '" + uid + "'",
                        "it is planned, and the job has no such operator",
                        "Correct the uid, or drop the line")));
    return new PreflightReport(findings);
  }

  /**
   * Compares the plan with what the latest checkpoint of a running job holds; an operator may be a
   * quarter above its share. Sees operators that begin a chain, as all keyed ones do.
   */
  public PreflightReport check(CheckpointStatistics statistics) {
    List<Finding> findings = new ArrayList<>();
    List<Checkpoint> known =
        statistics.checkpoints().stream()
            .filter(checkpoint -> checkpoint.completed() && !checkpoint.tasks().isEmpty())
            .toList();
    if (known.isEmpty()) {
      findings.add(
          new Finding(
              WARNING,
              "not-measured",
              "job",
              "no completed checkpoint is known",
              "Wait for the first"));
      return new PreflightReport(findings);
    }
    Checkpoint latest = known.get(known.size() - 1);
    shares.forEach(
        (uid, share) -> {
          long measured = measured(latest, vertexOf(uid));
          if (measured > share.bytes() * TOLERANCE) {
            findings.add(
                new Finding(
                    ERROR,
                    "over-share",
                    "uid '" + uid + "'",
                    "checkpoint "
                        + latest.id()
                        + " holds "
                        + bytes(measured)
                        + " of it, planned were "
                        + share.entries()
                        + " entries of "
                        + share.bytesPerEntry()
                        + " bytes, "
                        + bytes(share.bytes()),
                    "See whether there are more entries or larger ones, and correct plan or job"));
          }
        });
    if (latest.stateBytes() > limit) {
      findings.add(
          new Finding(
              ERROR,
              "over-budget",
              "job",
              "checkpoint "
                  + latest.id()
                  + " holds "
                  + bytes(latest.stateBytes())
                  + ", the limit is "
                  + bytes(limit),
              "Keep fewer entries, or raise the limit and the memory or disk behind it"));
    }
    return new PreflightReport(findings);
  }

  private static long measured(Checkpoint checkpoint, String vertex) {
    return checkpoint.tasks().stream()
        .filter(task -> task.id().equals(vertex))
        .map(Task::subtasks)
        .flatMap(List::stream)
        .mapToLong(Subtask::stateBytes)
        .sum();
  }

  /** Flink names a chain after its first operator, and an operator after the hash of its uid. */
  static String vertexOf(String uid) {
    return Hashing.murmur3_128(0).hashString(uid, StandardCharsets.UTF_8).toString();
  }
}
