// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that keep state of their own behave in the wrapper as without it. */
class MeteredStepsTest {

  @RegisterExtension static final FlinkJobTest FLINK = FlinkJobTest.create();

  /** Numbers what comes, through restarts; works only between open and close. */
  static final class Numbering extends RichMapFunction<Long, String>
      implements CheckpointedFunction, CheckpointListener {

    private transient ListState<Long> kept;
    private transient boolean open;
    private long seen;
    private long completed;
    private long aborted;

    @Override
    public void open(OpenContext context) {
      open = true;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public String map(Long value) {
      if (!open) {
        throw new IllegalStateException("not open");
      }
      if (value < 0) {
        throw new IllegalArgumentException("below zero");
      }
      return ++seen + ": " + value;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      kept =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("seen", Types.LONG));
      for (Long before : kept.get()) {
        seen += before;
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      kept.update(List.of(seen));
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      completed += checkpoint;
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) {
      aborted += checkpoint;
    }
  }

  @Test
  void aMapFunctionKeepsItsStateThroughFailures() {
    List<Long> numbers = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (long i = 0; i < 40; i++) {
      numbers.add(i);
      expected.add(i + 1 + ": " + i);
    }
    FLINK
        .job(
            JobSource.of(Types.LONG, numbers, number -> number).failAfterRecords(15, 30),
            in -> in.map(Metered.map("numbers", new Numbering(), Types.STRING)).uid("numbers"))
        .run()
        .assertRestarted()
        .assertCommitted(expected);
  }

  @Test
  void whatACheckpointTellsReachesTheFunction() throws Exception {
    Numbering function = new Numbering();
    var metered = (CheckpointListener) Metered.map("numbers", function, Types.STRING);
    metered.notifyCheckpointComplete(3);
    metered.notifyCheckpointAborted(4);
    assertThat(function.completed).isEqualTo(3);
    assertThat(function.aborted).isEqualTo(4);
    // A function without any of it is left alone.
    var plain = Metered.map("plain", (Long value) -> "" + value, Types.STRING);
    ((CheckpointListener) plain).notifyCheckpointComplete(3);
    ((CheckpointListener) plain).notifyCheckpointAborted(4);
    ((CheckpointedFunction) plain).initializeState(null);
    ((CheckpointedFunction) plain).snapshotState(null);
  }

  @Test
  void whatAMapFunctionThrowsGoesOn() {
    assertThatThrownBy(
            () ->
                FLINK
                    .job(
                        JobSource.of(Types.LONG, List.of(-1L), number -> 1),
                        in -> in.map(Metered.map("numbers", new Numbering(), Types.STRING)))
                    .config("restart-strategy.type", "none")
                    .run())
        .hasMessageContaining("below zero");
  }
}
