// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Hands on to a wrapped function what Flink tells the wrapper. */
final class Inner {

  private Inner() {}

  static void open(Function inner, OpenContext context, RuntimeContext runtime) throws Exception {
    if (inner instanceof RichFunction rich) {
      rich.setRuntimeContext(runtime);
      rich.open(context);
    }
  }

  static void close(Function inner) throws Exception {
    if (inner instanceof RichFunction rich) {
      rich.close();
    }
  }

  static void initialize(Function inner, FunctionInitializationContext context) throws Exception {
    if (inner instanceof CheckpointedFunction checkpointed) {
      checkpointed.initializeState(context);
    }
  }

  static void snapshot(Function inner, FunctionSnapshotContext context) throws Exception {
    if (inner instanceof CheckpointedFunction checkpointed) {
      checkpointed.snapshotState(context);
    }
  }

  static void completed(Function inner, long checkpoint) throws Exception {
    if (inner instanceof CheckpointListener listener) {
      listener.notifyCheckpointComplete(checkpoint);
    }
  }

  static void aborted(Function inner, long checkpoint) throws Exception {
    if (inner instanceof CheckpointListener listener) {
      listener.notifyCheckpointAborted(checkpoint);
    }
  }
}
