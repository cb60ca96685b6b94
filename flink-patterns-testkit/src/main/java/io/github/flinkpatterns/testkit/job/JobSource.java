// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Plays a list of records with timestamps and watermarks, remembers its position in checkpoints,
 * and fails when asked to.
 *
 * <p>A worked example: 10 records and {@code failAfterRecords(6)}. The source hands out 3 records,
 * waits until a checkpoint that covers them has completed, hands out records 4 to 6 and fails the
 * job. Flink restores the checkpoint; the source plays records 4 to 6 again and goes on to 10. A
 * function that keeps its data anywhere but in Flink's state has now lost records 1 to 3 or seen 4
 * to 6 twice.
 *
 * <p>Whether the records between the checkpoint and the failure reach the sink before the job is
 * torn down is sure where source and sink are chained, and usual behind a {@code keyBy}.
 *
 * <p>Guarantees: a failure happens once each, also when the job restarts more often; before each
 * one at least one checkpoint has completed since the failure before it (with two records or more
 * between them, that checkpoint covers records, and records are replayed). Nothing sleeps: the
 * source waits for Flink's own notification. Records are kept serialized, so that a function that
 * changes its input does not change a replay.
 *
 * <p>Limits: the list lives in memory and in the job graph; it is made for up to some 100,000
 * records. With one split, the default, records leave in list order through one subtask.
 *
 * <p>Immutable: each method returns a changed copy.
 *
 * @param <T> the record type
 */
public final class JobSource<T>
    implements Source<T, ListSplit, List<ListSplit>>, ResultTypeQueryable<T> {
  private static final long serialVersionUID = 1L;

  private final TimedScript<T> script;
  private final int splits;
  private final transient List<SourceControl.Step> plan;
  private final Shared<SourceControl> control;

  private JobSource(TimedScript<T> script, int splits, List<SourceControl.Step> plan) {
    this.script = script;
    this.splits = splits;
    this.plan = plan;
    this.control = Shared.of(new SourceControl(plan));
  }

  /**
   * Plays a list; after each record comes the highest watermark that makes no later record late.
   *
   * @param type the record class; it must not need Kryo
   * @param elements the records in arrival order, disorder included
   * @param timestampMillis gives a record's event time in epoch milliseconds
   * @throws IllegalArgumentException when a record cannot be serialized as this type
   */
  public static <T> JobSource<T> of(
      Class<T> type, List<T> elements, ToLongFunction<T> timestampMillis) {
    return of(TypeInformation.of(type), elements, timestampMillis);
  }

  /** As {@link #of(Class, List, ToLongFunction)}, with a type that a class cannot express. */
  public static <T> JobSource<T> of(
      TypeInformation<T> type, List<T> elements, ToLongFunction<T> timestampMillis) {
    long[] times = elements.stream().mapToLong(timestampMillis).toArray();
    return new JobSource<>(TimedScript.withExactWatermarks(type, elements, times), 1, List.of());
  }

  /**
   * Plays a list; after each record comes the watermark of Flink's bounded disorder, the highest
   * time so far minus the bound minus 1 ms. Records beyond the bound are late.
   *
   * @param outOfOrderness the bound, zero or more
   */
  public static <T> JobSource<T> of(
      Class<T> type, List<T> elements, ToLongFunction<T> timestampMillis, Duration outOfOrderness) {
    if (outOfOrderness.isNegative()) {
      throw new IllegalArgumentException(
          "JobSource: parameter 'outOfOrderness': "
              + outOfOrderness
              + ", must not be negative; give zero for none");
    }
    TimedScript<T> script = new TimedScript<>(TypeInformation.of(type));
    long highest = Long.MIN_VALUE;
    for (T element : elements) {
      long time = timestampMillis.applyAsLong(element);
      script.record(element, time);
      if (time > highest) {
        highest = time;
        script.watermark(highest - outOfOrderness.toMillis() - 1);
      }
    }
    return new JobSource<>(script, 1, List.of());
  }

  /** Starts a list in which each record and each watermark stands where you put it. */
  public static <T> Script<T> script(TypeInformation<T> type) {
    return new Script<>(type);
  }

  /**
   * Fails the job after so many records have left, replays counted; several numbers give several
   * failures.
   *
   * @param records ascending, each from 1 to the number of records
   * @throws IllegalArgumentException when a number is out of range or out of order
   * @throws IllegalStateException when a failure was planned already
   */
  public JobSource<T> failAfterRecords(int... records) {
    checkNoFailurePlanned("failAfterRecords");
    List<SourceControl.Step> steps = new ArrayList<>(plan);
    int previous = 0;
    for (int at : records) {
      if (at <= previous || at > script.records()) {
        throw new IllegalArgumentException(
            "JobSource: parameter 'records': "
                + at
                + ", must be above "
                + previous
                + " and at most the "
                + script.records()
                + " records of the list; give ascending numbers in this range");
      }
      int gate = previous + (at - previous + 1) / 2;
      steps.add(new SourceControl.Step(gate, SourceControl.Kind.CHECKPOINT));
      steps.add(new SourceControl.Step(at, SourceControl.Kind.FAILURE));
      previous = at;
    }
    return new JobSource<>(script, splits, steps);
  }

  /**
   * Fails the job once, when so many checkpoints have completed, each of which covers more records
   * than the one before; a few records follow the last of them, so that there is something to
   * replay.
   *
   * @param checkpoints at least 1 and fewer than the records
   * @throws IllegalArgumentException when the list is too short for it
   * @throws IllegalStateException when a failure was planned already
   */
  public JobSource<T> failAfterCheckpoints(int checkpoints) {
    checkNoFailurePlanned("failAfterCheckpoints");
    if (checkpoints < 1 || checkpoints >= script.records()) {
      throw new IllegalArgumentException(
          "JobSource: parameter 'checkpoints': "
              + checkpoints
              + ", must be at least 1 and below the "
              + script.records()
              + " records of the list; give a longer list");
    }
    int chunk = script.records() / (checkpoints + 1);
    List<SourceControl.Step> steps = new ArrayList<>(plan);
    for (int i = 1; i <= checkpoints; i++) {
      steps.add(new SourceControl.Step((long) i * chunk, SourceControl.Kind.CHECKPOINT));
    }
    steps.add(new SourceControl.Step((long) (checkpoints + 1) * chunk, SourceControl.Kind.FAILURE));
    return new JobSource<>(script, splits, steps);
  }

  /**
   * Waits, after so many records have left, for a checkpoint that covers them; for a job that fails
   * elsewhere, for example in {@link FailingMap}.
   */
  public JobSource<T> awaitCheckpointAfterRecords(int records) {
    if (records < 1 || records > script.records()) {
      throw new IllegalArgumentException(
          "JobSource: parameter 'records': "
              + records
              + ", must be from 1 to the "
              + script.records()
              + " records of the list");
    }
    return plus(List.of(new SourceControl.Step(records, SourceControl.Kind.CHECKPOINT)));
  }

  /**
   * Deals the records to so many splits in turn, for a source that runs at a parallelism above 1.
   * Order holds only within a split then; watermarks go to all.
   */
  public JobSource<T> splits(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "JobSource: parameter 'count': " + count + ", must be at least 1");
    }
    return new JobSource<>(script, count, plan);
  }

  /**
   * Adds the source to a job, for a second input beside the one that {@link FlinkJobTest} adds
   * itself.
   */
  public SingleOutputStreamOperator<T> addTo(StreamExecutionEnvironment env, String uid) {
    return env.fromSource(this, WatermarkStrategy.noWatermarks(), uid, script.type()).uid(uid);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return script.type();
  }

  @Override
  public Boundedness getBoundedness() {
    // Bounded would let Flink choose batch mode, which takes no checkpoints.
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, ListSplit> createReader(SourceReaderContext context) {
    return new ListReader<>(script, splits, control.get(), context.getIndexOfSubtask());
  }

  @Override
  public SplitEnumerator<ListSplit, List<ListSplit>> createEnumerator(
      SplitEnumeratorContext<ListSplit> context) {
    List<ListSplit> all = new ArrayList<>();
    for (int i = 0; i < splits; i++) {
      all.add(new ListSplit(i, 0));
    }
    return new ListEnumerator(context, all);
  }

  @Override
  public SplitEnumerator<ListSplit, List<ListSplit>> restoreEnumerator(
      SplitEnumeratorContext<ListSplit> context, List<ListSplit> pending) {
    return new ListEnumerator(context, pending);
  }

  @Override
  public SimpleVersionedSerializer<ListSplit> getSplitSerializer() {
    return new ListSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<List<ListSplit>> getEnumeratorCheckpointSerializer() {
    return new ListSplit.ListSerializer();
  }

  /** A fresh run of the same plan, which holds still for a savepoint so many times on its way. */
  JobSource<T> forRun(int holds) {
    List<SourceControl.Step> steps = new ArrayList<>();
    for (int i = 1; i <= holds; i++) {
      long at = (long) script.records() * i / (holds + 1);
      steps.add(new SourceControl.Step(at, SourceControl.Kind.HOLD));
    }
    return plus(steps);
  }

  JobSource<T> withoutPlan() {
    return new JobSource<>(script, splits, List.of());
  }

  SourceControl control() {
    return control.get();
  }

  void endRun() {
    control.release();
  }

  int records() {
    return script.records();
  }

  private JobSource<T> plus(List<SourceControl.Step> more) {
    List<SourceControl.Step> steps = new ArrayList<>(plan);
    steps.addAll(more);
    return new JobSource<>(script, splits, steps);
  }

  private void checkNoFailurePlanned(String method) {
    if (plan.stream().anyMatch(step -> step.kind() == SourceControl.Kind.FAILURE)) {
      throw new IllegalStateException(
          "JobSource: "
              + method
              + ": a failure is planned already, a source has one plan; give all failures in one call");
    }
  }

  /**
   * Collects records and watermarks for a {@link JobSource}.
   *
   * @param <T> the record type
   */
  public static final class Script<T> {
    private final TimedScript<T> script;
    private long watermark = Long.MIN_VALUE;

    private Script(TypeInformation<T> type) {
      this.script = new TimedScript<>(Objects.requireNonNull(type, "type"));
    }

    /** Adds a record with its event time. */
    public Script<T> record(T value, long timestampMillis) {
      script.record(value, timestampMillis);
      return this;
    }

    /**
     * Adds a watermark.
     *
     * @throws IllegalArgumentException when it lies before an earlier one
     */
    public Script<T> watermark(long timestampMillis) {
      if (timestampMillis < watermark) {
        throw new IllegalArgumentException(
            "JobSource: parameter 'timestampMillis': "
                + timestampMillis
                + ", must not be below the watermark before it, "
                + watermark);
      }
      watermark = timestampMillis;
      script.watermark(timestampMillis);
      return this;
    }

    /** Ends the list; the script can not be used any more. */
    public JobSource<T> end() {
      return new JobSource<>(script, 1, List.of());
    }
  }
}
