// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.logic.Require;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * A rule file that is read again and again while the job runs: what has changed in it becomes
 * {@link RuleUpdate}s.
 *
 * <pre>{@code
 * RuleFile file = RuleFile.watched("s3://bucket/rules.json", Duration.ofSeconds(10));
 * var fraud = VelocityDetector.on(Payment.class)....rules(file.rules()).build();
 * fraud.applyTo(payments, file.addTo(env, "rules"), "fraud");
 * }</pre>
 *
 * <p><b>Start.</b> The file is read once when it is named, so that a wrong one stops the job before
 * it starts; {@link #rules} are to be given to the detector.
 *
 * <p><b>Changes.</b> Each differing rule gives one update, in force from the moment at which the
 * change was noticed, by the wall clock ({@link #effectiveFrom} for another). A rule that is
 * different without a higher version gets the next version. Example: threshold 5, then 6, then 7 in
 * a file that names no version gives versions 1, 2, 3.
 *
 * <p><b>A wrong file</b> (unreadable, half written, a wrong rule) changes nothing: the rules stay
 * as they are, the file is counted as {@code wrongFiles} in the metric group {@code RuleFile}, and
 * the reason goes to {@link #wrongFiles}; once, until the file or the reason changes. To change a
 * file in one step, write another and rename it.
 *
 * <p><b>Guarantees.</b> The rules that were last sent are part of the source's state: about 100
 * bytes a rule. After a restore the file is compared with them, so that a change made while the job
 * was down is sent, and one that was sent before the checkpoint is not sent again.
 *
 * <p><b>Limits.</b> A rule that does not fit the detector's fields is not known here: the detector
 * rejects it on {@link VelocityDetector#ruleChanges}. The stream never ends, so neither does its
 * job. It has a parallelism of 1, and the file is read by its task: it must be readable there, and
 * a checkpoint waits while it is read.
 */
public final class RuleFile implements Serializable {

  static final String NAME = "RuleFile";

  private final String path;
  private final long everyMillis;
  private final List<Rule> rules;
  private final SerializableSupplier<Long> from;
  private final OutputTag<WrongRuleFile> wrong =
      new OutputTag<>("wrong-rule-files", WrongRuleFile.type());

  private RuleFile(
      String path, long everyMillis, List<Rule> rules, SerializableSupplier<Long> from) {
    this.path = path;
    this.everyMillis = everyMillis;
    this.rules = rules;
    this.from = from;
  }

  /**
   * Reads the rules of {@code path}, to be read again every so often.
   *
   * @param path a path or URI of any file system that Flink knows
   * @param every how long to wait between two readings, at least 1 ms
   * @throws IOException if the file cannot be read, is larger than 1 MiB or not valid UTF-8
   * @throws IllegalArgumentException if it is wrong
   */
  public static RuleFile watched(String path, Duration every) throws IOException {
    long everyMillis = Require.positiveMillis(every, NAME, "every");
    String text = RuleFileReader.text(new Path(Require.given(path, NAME, "path")));
    return new RuleFile(path, everyMillis, RuleFiles.parse(text), System::currentTimeMillis);
  }

  /**
   * Lets changes be in force from the event time that {@code moment} gives when a change is
   * noticed; by default {@code System.currentTimeMillis()}. Where it goes back, the moment of the
   * change before is taken.
   */
  public RuleFile effectiveFrom(SerializableSupplier<Long> moment) {
    return new RuleFile(
        path, everyMillis, rules, Require.serializable(moment, NAME, "effectiveFrom"));
  }

  /** Returns the rules that the file held when it was named, for the builder of the detector. */
  public List<Rule> rules() {
    return rules;
  }

  /**
   * Adds the stream of updates to a job, for {@link VelocityDetector#applyTo(
   * org.apache.flink.streaming.api.datastream.DataStream,
   * org.apache.flink.streaming.api.datastream.DataStream, String)}.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<RuleUpdate> addTo(StreamExecutionEnvironment env, String uid) {
    if (Require.given(uid, NAME, "uid").isBlank()) {
      throw Require.wrong(
          NAME, "uid", "''", "must name the state in savepoints", "pass a name that never changes");
    }
    return env.fromSource(
            new RuleFileSource(new Path(path), everyMillis, rules, from),
            WatermarkStrategy.noWatermarks(),
            uid,
            RuleFileSplitter.inputType())
        .uid(uid)
        .setParallelism(1)
        .process(new RuleFileSplitter(wrong))
        .returns(RuleUpdate.type())
        .name(uid + " (updates)")
        .uid(uid + "-updates")
        .setParallelism(1);
  }

  /** Returns the side output of {@link #addTo} that tells of files that were wrong. */
  public OutputTag<WrongRuleFile> wrongFiles() {
    return wrong;
  }
}
