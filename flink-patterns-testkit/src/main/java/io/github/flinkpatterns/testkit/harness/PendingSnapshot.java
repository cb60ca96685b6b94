// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot whose synchronous part has run. What the operator does to its objects from here on
 * must not show in {@link #complete()}, which runs the asynchronous part.
 */
public final class PendingSnapshot {

  private final int maxParallelism;
  private final List<OperatorSnapshotFutures> futures;
  private @Nullable Snapshot done;

  PendingSnapshot(int maxParallelism, List<OperatorSnapshotFutures> futures) {
    this.maxParallelism = maxParallelism;
    this.futures = futures;
  }

  /** Runs the asynchronous part; a second call returns the first one's result. */
  public Snapshot complete() {
    if (done == null) {
      List<OperatorSubtaskState> states = new ArrayList<>();
      for (OperatorSnapshotFutures f : futures) {
        states.add(
            OperatorSubtaskState.builder()
                .setManagedKeyedState(collect(f.getKeyedStateManagedFuture()))
                .setRawKeyedState(collect(f.getKeyedStateRawFuture()))
                .setManagedOperatorState(collect(f.getOperatorStateManagedFuture()))
                .setRawOperatorState(collect(f.getOperatorStateRawFuture()))
                .build());
      }
      done = new Snapshot(maxParallelism, states);
    }
    return done;
  }

  private static <T extends StateObject> StateObjectCollection<T> collect(
      RunnableFuture<SnapshotResult<T>> future) {
    future.run();
    try {
      T state = future.get().getJobManagerOwnedSnapshot();
      return state == null ? StateObjectCollection.empty() : StateObjectCollection.singleton(state);
    } catch (ExecutionException e) {
      throw OperatorFailure.of("write the asynchronous part of a snapshot", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
