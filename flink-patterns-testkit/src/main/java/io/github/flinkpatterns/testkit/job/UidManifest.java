// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Lists what a job's savepoints depend on: the uid of each stateful operator, its key type, its max
 * parallelism and its states; and compares it with an approved file, so that no release loses state
 * unseen.
 *
 * <p>A worked example of the text:
 *
 * <pre>{@code
 * [order-sum]
 * name = Sum per customer
 * key = String
 * max parallelism = 128
 * state sum = value of Long
 * }</pre>
 *
 * <p>An operator counts as stateful when it is keyed (timers are state), when its function is a
 * {@code CheckpointedFunction}, or when it overrides Flink's state methods, as sources and
 * transactional sinks do. States are learned by opening a copy of the function with a context that
 * answers nothing: {@code open} must not do harm outside of a job. Where it fails, the text has a
 * remark that says so. States that a raw operator opens by itself are not listed, nor are timers.
 */
public final class UidManifest {
  private static final String APPROVE = "flink-patterns.approve";
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private final List<Operator> operators;

  private UidManifest(List<Operator> operators) {
    this.operators = operators;
  }

  /**
   * Reads a job that is built and not yet executed; the job stays as it is.
   *
   * @throws IllegalArgumentException when the environment holds no operator
   */
  public static UidManifest of(StreamExecutionEnvironment env) {
    return new UidManifest(new JobGraph(env).statefulOperators());
  }

  /**
   * Checks that every stateful operator has a uid.
   *
   * @throws AssertionError that names those without
   */
  public UidManifest assertComplete() {
    List<String> missing =
        operators.stream().filter(o -> o.uid() == null).map(Operator::label).toList();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          missing.size()
              + " stateful operators have no uid: "
              + String.join(", ", missing)
              + ". Flink then makes one up from the shape of the graph, and the state is lost as soon as the shape"
              + " changes; add .uid(\"...\") to each.");
    }
    return this;
  }

  /**
   * Checks that every stateful operator has a uid, and compares with {@code
   * src/test/resources/<file>} of the module.
   *
   * <p>Where there is no such file yet, writes it and fails: read it, commit it, run again. To
   * approve a change, run once with {@code -Dflink-patterns.approve=true}, or delete the file.
   *
   * @param file a name such as {@code uids/orders.txt}
   * @throws AssertionError when an operator lacks a uid, when the file was written, or when the job
   *     differs from it; the message says for each difference what it does to a savepoint
   */
  public void assertApproved(String file) {
    assertApproved(RESOURCES.resolve(file));
  }

  /** As {@link #assertApproved(String)}, with the path of the file. */
  public void assertApproved(Path file) {
    assertComplete();
    try {
      if (!Files.exists(file) || Boolean.getBoolean(APPROVE)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text());
        throw new AssertionError(
            "Wrote the uid manifest of this job to "
                + file
                + ": read it, commit it and run the test again.");
      }
      List<String> changes = ManifestDiff.between(Files.readString(file), text());
      if (!changes.isEmpty()) {
        throw new AssertionError(
            "The job no longer fits the savepoints of the job that "
                + file
                + " describes:\n  "
                + String.join("\n  ", changes)
                + "\nIf this is meant, run once with -D"
                + APPROVE
                + "=true and commit the file.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("UidManifest: file " + file + " cannot be read or written", e);
    }
  }

  /** Returns the manifest as text, one block per operator. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            "# What the savepoints of this job depend on. Approved: change it only on purpose.\n");
    for (Operator operator : operators) {
      text.append("\n[").append(operator.uid() == null ? "NO UID" : operator.uid()).append("]\n");
      item(text, "name", operator.name());
      if (operator.keyType() != null) {
        item(text, "key", operator.keyType().toString());
      }
      item(
          text,
          "max parallelism",
          operator.maxParallelism() > 0
              ? Integer.toString(operator.maxParallelism())
              : "not set, follows from the parallelism");
      for (Operator.State state : operator.states()) {
        item(text, "state " + state.name(), state.kind() + " of " + state.typeText());
      }
      if (!operator.remark().isEmpty()) {
        item(text, "remark", operator.remark());
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }

  private static void item(StringBuilder text, String key, String value) {
    text.append(key).append(" = ").append(value.replace('\n', ' ')).append('\n');
  }
}
