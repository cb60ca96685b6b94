// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Hands on to a wrapped function what Flink tells the wrapper.
 *
 * @param <OUT> the result
 */
interface Wrapper<OUT> extends CheckpointedFunction, CheckpointListener, ResultTypeQueryable<OUT> {

  Step<?, OUT> step();

  @Override
  default void initializeState(FunctionInitializationContext context) throws Exception {
    if (step().function instanceof CheckpointedFunction checkpointed) {
      checkpointed.initializeState(context);
    }
  }

  @Override
  default void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (step().function instanceof CheckpointedFunction checkpointed) {
      checkpointed.snapshotState(context);
    }
  }

  @Override
  default void notifyCheckpointComplete(long checkpoint) throws Exception {
    if (step().function instanceof CheckpointListener listener) {
      listener.notifyCheckpointComplete(checkpoint);
    }
  }

  @Override
  default void notifyCheckpointAborted(long checkpoint) throws Exception {
    if (step().function instanceof CheckpointListener listener) {
      listener.notifyCheckpointAborted(checkpoint);
    }
  }

  @Override
  default TypeInformation<OUT> getProducedType() {
    return step().type;
  }
}
