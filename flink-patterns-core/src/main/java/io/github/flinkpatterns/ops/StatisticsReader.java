// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import io.github.flinkpatterns.ops.CheckpointStatistics.Settings;
import io.github.flinkpatterns.ops.CheckpointStatistics.Subtask;
import io.github.flinkpatterns.ops.CheckpointStatistics.Task;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the checkpoint statistics of one job from the REST API. */
final class StatisticsReader {

  /** One request per checkpoint and chain, so that a long history does not burden the cluster. */
  private static final int MAX_DETAILED = 20;

  private final RestClient rest;
  private final String job;
  private final Map<String, String> names = new LinkedHashMap<>();

  private StatisticsReader(RestClient rest, String jobId) {
    this.rest = rest;
    this.job = "jobs/" + jobId;
  }

  static CheckpointStatistics read(RestClient rest, String jobId) {
    return new StatisticsReader(rest, jobId).read(jobId);
  }

  private CheckpointStatistics read(String jobId) {
    JsonNode about = rest.get(job);
    for (JsonNode vertex : about.path("vertices")) {
      names.put(vertex.path("id").asText(), vertex.path("name").asText());
    }
    JsonNode all;
    try {
      all = rest.get(job + "/checkpoints");
    } catch (ClusterException e) {
      if (e.reason() == Reason.REFUSED) {
        // That is how Flink answers for a job without checkpoints.
        return new CheckpointStatistics(
            jobId, about.path("name").asText(), new Settings(0, 0, 0, false, 0), 0, 0, List.of());
      }
      throw e;
    }
    List<Checkpoint> checkpoints = new ArrayList<>();
    int detailed = 0;
    for (JsonNode one : all.path("history")) {
      String status = one.path("status").asText();
      if (!status.equals("IN_PROGRESS")) {
        checkpoints.add(0, checkpoint(one, detailed++ < MAX_DETAILED));
      }
    }
    return new CheckpointStatistics(
        jobId,
        about.path("name").asText(),
        settings(rest.get(job + "/checkpoints/config")),
        all.path("counts").path("completed").asLong(),
        all.path("counts").path("failed").asLong(),
        checkpoints);
  }

  private static Settings settings(JsonNode config) {
    long interval = config.path("interval").asLong();
    return new Settings(
        interval == Long.MAX_VALUE ? 0 : interval,
        config.path("timeout").asLong(),
        config.path("min_pause").asLong(),
        config.path("unaligned_checkpoints").asBoolean(),
        config.path("aligned_checkpoint_timeout").asLong());
  }

  private Checkpoint checkpoint(JsonNode one, boolean withTasks) {
    return new Checkpoint(
        one.path("id").asLong(),
        one.path("status").asText().equals("COMPLETED"),
        one.path("is_savepoint").asBoolean(),
        one.path("trigger_timestamp").asLong(),
        one.path("end_to_end_duration").asLong(),
        one.path("state_size").asLong(),
        one.path("checkpointed_size").asLong(one.path("state_size").asLong()),
        one.path("failure_message").asText(""),
        withTasks ? tasks(one.path("id").asLong()) : List.of());
  }

  private List<Task> tasks(long checkpoint) {
    List<Task> tasks = new ArrayList<>();
    for (Map.Entry<String, String> vertex : names.entrySet()) {
      JsonNode detail;
      try {
        detail =
            rest.get(job + "/checkpoints/details/" + checkpoint + "/subtasks/" + vertex.getKey());
      } catch (ClusterException e) {
        if (e.reason() == Reason.REFUSED) {
          // The cluster has forgotten it since, or the chain took no part in it.
          continue;
        }
        throw e;
      }
      List<Subtask> subtasks = new ArrayList<>();
      for (JsonNode one : detail.path("subtasks")) {
        if (one.has("end_to_end_duration")) {
          subtasks.add(subtask(one));
        }
      }
      tasks.add(new Task(vertex.getKey(), vertex.getValue(), subtasks));
    }
    return tasks;
  }

  private static Subtask subtask(JsonNode one) {
    return new Subtask(
        one.path("index").asInt(),
        one.path("end_to_end_duration").asLong(),
        one.path("state_size").asLong(),
        one.path("checkpoint").path("sync").asLong(),
        one.path("checkpoint").path("async").asLong(),
        one.path("alignment").path("duration").asLong(),
        one.path("start_delay").asLong());
  }
}
