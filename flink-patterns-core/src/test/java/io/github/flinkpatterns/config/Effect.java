// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageLoader;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** What Flink makes of settings, by its own loaders. */
final class Effect {

  private Effect() {}

  static JobSettings minimal() {
    return JobSettings.exactlyOnce().checkpoints(c -> c.every(Duration.ofSeconds(30)));
  }

  static StreamExecutionEnvironment environment(JobSettings settings) {
    return StreamExecutionEnvironment.getExecutionEnvironment(settings.toConfiguration());
  }

  static JobGraph jobGraph(JobSettings settings) {
    StreamExecutionEnvironment env = environment(settings);
    env.fromSequence(1, 2).uid("numbers").sinkTo(new DiscardingSink<>()).uid("nowhere");
    return env.getStreamGraph().getJobGraph();
  }

  static StateBackend backend(Configuration job) {
    try {
      return StateBackendLoader.fromApplicationOrConfigOrDefault(
          null, job, new Configuration(), Effect.class.getClassLoader(), null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static CheckpointStorage storage(Configuration job) {
    return storage(job, new Configuration());
  }

  static CheckpointStorage storage(Configuration job, Configuration cluster) {
    try {
      return CheckpointStorageLoader.load(
          null, backend(job), job, cluster, Effect.class.getClassLoader(), null);
    } catch (org.apache.flink.util.DynamicCodeLoadingException e) {
      throw new AssertionError(e);
    }
  }
}
