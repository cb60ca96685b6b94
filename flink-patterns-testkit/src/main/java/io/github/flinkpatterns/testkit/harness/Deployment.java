// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operator: its parallel subtasks, each with its own key groups and its own state
 * backend. Records go to the subtask that owns their key, everything else to all.
 */
public final class Deployment implements AutoCloseable {

  private static final int MAX_STATE_BYTES = 256 << 20;

  /** The same for every attempt, as a job's uid makes it. */
  private static final OperatorID OPERATOR_ID = new OperatorID(1, 1);

  private static final int MAX_KEY_SELECTIONS = 1_000_000;

  private final Blueprint plan;
  private final int maxParallelism;
  private final List<Subtask> subtasks = new ArrayList<>();
  private final Copier copier = new Copier();
  private int unkeyedRecords;
  private long checkpointId;
  private int keySelections;
  private boolean closed;

  /**
   * Starts all subtasks.
   *
   * @param plan what runs
   * @param backend the value of {@code state.backend.type}
   * @param changelog whether the changelog wraps the backend
   * @param maxParallelism the number of key groups
   * @param parallelism the number of subtasks
   * @param clockMillis the time of the one clock, for processing time and time-to-live
   * @param restoreFrom the state to start from, or null for an empty start
   */
  public Deployment(
      Blueprint plan,
      String backend,
      boolean changelog,
      int maxParallelism,
      int parallelism,
      long clockMillis,
      @Nullable Snapshot restoreFrom) {
    this.plan = plan;
    this.maxParallelism = maxParallelism;
    List<StateBackend> backends = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      backends.add(BackendLoader.load(backend, changelog));
    }
    try {
      for (int index = 0; index < parallelism; index++) {
        Subtask subtask = Subtasks.create(plan, maxParallelism, parallelism, index);
        subtasks.add(subtask);
        AbstractStreamOperatorTestHarness<Object> harness = subtask.harness();
        harness.getStreamConfig().setOperatorID(OPERATOR_ID);
        harness.setStateBackend(backends.get(index));
        harness.setStateTtlProcessingTime(clockMillis);
        harness.setProcessingTime(clockMillis);
        harness.setup(new CopySerializer(copier));
        if (restoreFrom == null) {
          harness.initializeEmptyState();
        } else {
          harness.initializeState(share(restoreFrom, parallelism, index));
        }
        harness.open();
        limitTimers(harness.getOperator().getKeyedStateBackend());
      }
    } catch (Exception e) {
      try {
        close();
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw OperatorFailure.of("start", e);
    }
  }

  /** A timer that re-arms itself for ever would hang the test at the last watermark. */
  private void limitTimers(@Nullable KeyedStateBackend<Object> keyed) {
    if (keyed != null) {
      keyed.registerKeySelectionListener(
          key -> {
            if (++keySelections > MAX_KEY_SELECTIONS) {
              throw new IllegalStateException(
                  "one step set the key more than "
                      + MAX_KEY_SELECTIONS
                      + " times, last to "
                      + key
                      + "; a timer that re-arms itself for ever never lets a bounded input end");
            }
          });
    }
  }

  private static OperatorSubtaskState share(Snapshot from, int parallelism, int index)
      throws Exception {
    List<OperatorSubtaskState> states = from.states();
    if (states.size() == parallelism) {
      return OperatorStates.share(states, index);
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(new OperatorSubtaskState[0]));
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        all, from.maxParallelism(), states.size(), parallelism, index);
  }

  /** Returns the number of subtasks. */
  public int parallelism() {
    return subtasks.size();
  }

  /** Returns the subtask that owns a key. */
  public int subtaskOf(Object key) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        key, maxParallelism, subtasks.size());
  }

  /** Feeds a record to input 0 or 1; a null timestamp means a record without event time. */
  public void element(int input, Object value, @Nullable Long timestamp) {
    Object key = plan.keyOf(input, value);
    if (key != null) {
      feed(subtasks.get(subtaskOf(key)), input, value, timestamp);
    } else if (input == 1 && plan.inputs() == Blueprint.Inputs.KEYED_BROADCAST) {
      for (Subtask subtask : subtasks) {
        feed(subtask, input, value, timestamp);
      }
    } else if (plan.inputs() == Blueprint.Inputs.ONE) {
      feed(subtasks.get(unkeyedRecords++ % subtasks.size()), input, value, timestamp);
    } else {
      throw new IllegalArgumentException(
          "Scenario: the key selector gave null for " + value + "; Flink allows no null key");
    }
  }

  private void feed(Subtask subtask, int input, Object value, @Nullable Long timestamp) {
    Object copy = copier.copy(value);
    StreamRecord<Object> element =
        timestamp == null ? new StreamRecord<>(copy) : new StreamRecord<>(copy, timestamp);
    run(
        "process " + value,
        () -> {
          if (input == 0) {
            subtask.first(element);
          } else {
            subtask.second(element);
          }
        });
  }

  /** Sends a watermark to every input of every subtask. */
  public void watermark(long timestamp) {
    for (Subtask subtask : subtasks) {
      run("process watermark " + timestamp, () -> subtask.watermark(new Watermark(timestamp)));
    }
  }

  /** Moves the one clock: first time-to-live, then processing time, which fires its timers. */
  public void processingTime(long timestamp) {
    for (Subtask subtask : subtasks) {
      subtask.harness().setStateTtlProcessingTime(timestamp);
      run(
          "reach processing time " + timestamp,
          () -> subtask.harness().setProcessingTime(timestamp));
    }
  }

  /** Ends all inputs and finishes the operator, after the caller has sent the last watermark. */
  public void endInput() {
    for (Subtask subtask : subtasks) {
      run(
          "end its input",
          () -> {
            subtask.endInputs();
            operatorOf(subtask).finish();
          });
    }
  }

  /**
   * Prepares and runs the synchronous part of a snapshot.
   *
   * @param canonical whether to write the canonical savepoint format, which every backend can
   *     restore, in place of the backend's own checkpoint
   */
  public PendingSnapshot beginSnapshot(boolean canonical) {
    long id = ++checkpointId;
    SnapshotType type =
        canonical
            ? SavepointType.savepoint(SavepointFormatType.CANONICAL)
            : CheckpointType.CHECKPOINT;
    List<OperatorSnapshotFutures> futures = new ArrayList<>();
    for (Subtask subtask : subtasks) {
      run(
          "take a snapshot",
          () -> {
            StreamOperator<Object> operator = operatorOf(subtask);
            operator.prepareSnapshotPreBarrier(id);
            futures.add(
                operator.snapshotState(
                    id,
                    id,
                    new CheckpointOptions(type, CheckpointStorageLocationReference.getDefault()),
                    new MemCheckpointStreamFactory(MAX_STATE_BYTES)));
          });
    }
    return new PendingSnapshot(maxParallelism, futures);
  }

  /** Takes a whole snapshot and tells the operator that it is complete. */
  public Snapshot snapshot(boolean canonical) {
    Snapshot snapshot = beginSnapshot(canonical).complete();
    if (!canonical) {
      confirm();
    }
    return snapshot;
  }

  /** Tells the operator that its latest checkpoint is complete. */
  public void confirm() {
    for (Subtask subtask : subtasks) {
      run(
          "hear of a completed checkpoint",
          () -> operatorOf(subtask).notifyCheckpointComplete(checkpointId));
    }
  }

  /**
   * Decodes all keyed state and timers, whatever the backend. Takes a savepoint to do so, hence a
   * caching operator writes its cache back first. Unknown on a backend that writes no canonical
   * savepoints, such as ForSt.
   */
  public KeyedContents contents() {
    List<KeyedContents> parts = new ArrayList<>();
    if (plan.keyType() != null) {
      List<OperatorSubtaskState> states;
      try {
        states = snapshot(true).states();
      } catch (OperatorFailure e) {
        if (e.isUnsupported()) {
          return KeyedContents.unknown();
        }
        throw e;
      }
      for (int i = 0; i < states.size(); i++) {
        parts.add(
            StateDecoder.decode(
                states.get(i),
                maxParallelism,
                i,
                TtlSettings.of(subtasks.get(i).harness().getOperator())));
      }
    }
    parts.add(new KeyedContents(List.of(), List.of(), broadcastTypes(), true));
    return KeyedContents.merge(parts);
  }

  /** The operator has registered these states when it opened, which chose their serializers. */
  private Map<String, StateTypes> broadcastTypes() {
    Map<String, StateTypes> types = new TreeMap<>();
    for (MapStateDescriptor<?, ?> state : plan.broadcastStates()) {
      if (state.isSerializerInitialized()) {
        TypeSerializer<?> serializer = state.getSerializer();
        types.put(state.getName(), new StateTypes("BROADCAST", serializer, serializer));
      }
    }
    return types;
  }

  /** Counts the keys that have room in a state, whether or not time-to-live has ended for them. */
  public long storedKeys(String state) {
    long count = 0;
    for (Subtask subtask : subtasks) {
      count += StoredState.keys(subtask.harness().getOperator().getKeyedStateBackend(), state);
    }
    return count;
  }

  /** Makes the backend write the state of every subtask anew, where it works by compaction. */
  public void compact(String state) {
    for (Subtask subtask : subtasks) {
      run(
          "compact",
          () -> StoredState.compact(subtask.harness().getOperator().getKeyedStateBackend(), state));
    }
  }

  /** Returns the sum over the subtasks of each counter and each numeric gauge, by name. */
  public Map<String, Long> metrics() {
    Map<String, Long> sums = new TreeMap<>();
    for (Subtask subtask : subtasks) {
      MetricReader.addTo(sums, subtask.harness().getOperator().getMetricGroup());
    }
    return sums;
  }

  /** Takes what was emitted since the last call: per subtask in order, subtask by subtask. */
  public List<Emission> drain() {
    List<Emission> emissions = new ArrayList<>();
    for (int i = 0; i < subtasks.size(); i++) {
      drain(subtasks.get(i).harness().getOutput(), null, i, emissions);
      for (Map.Entry<OutputTag<?>, ConcurrentLinkedQueue<Object>> side :
          subtasks.get(i).sideOutputs().entrySet()) {
        drain(side.getValue(), side.getKey(), i, emissions);
      }
    }
    return emissions;
  }

  private static void drain(
      Queue<Object> queue, @Nullable OutputTag<?> tag, int subtask, List<Emission> into) {
    for (Object next = queue.poll(); next != null; next = queue.poll()) {
      if (next instanceof StreamRecord<?> element) {
        into.add(
            new Emission(
                tag,
                element.getValue(),
                element.hasTimestamp() ? element.getTimestamp() : null,
                subtask));
      }
    }
  }

  /** Lets all subtasks go without finish(), as a crash or a cancellation does. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException failure = null;
    for (Subtask subtask : subtasks) {
      try {
        run("close", subtask::abandon);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static StreamOperator<Object> operatorOf(Subtask subtask) {
    return subtask.harness().getOperator();
  }

  private void run(String what, Action action) {
    keySelections = 0;
    try {
      action.run();
    } catch (Exception e) {
      throw OperatorFailure.of(what, e);
    }
  }

  private interface Action {
    void run() throws Exception;
  }
}
