// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.ops.SickJobs.Illness;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/operations.md, run as they stand. */
class OperationsExamplesTest {

  @TempDir private Path folder;

  @Test
  void savepointsAndDoctor() throws Exception {
    try (OpsCluster running = new OpsCluster(folder)) {
      URI cluster = running.address();
      String jobId = running.start(Illness.HEALTHY, 100);
      running.awaitCheckpoints(jobId, 1);
      Path page = folder.resolve("report.html");
      String directory = folder.toUri().toString();
      Path jarFile = SubmittedJob.jar(folder);

      // docs: begin doctor
      CheckpointReport report = CheckpointDoctor.at(cluster).examine(jobId);
      System.out.println(report.toText());
      Files.writeString(page, report.toHtml());
      // docs: end doctor
      assertThat(page).content().contains("<h2>Duration</h2>");

      // docs: begin savepoints
      Savepoints savepoints = Savepoints.at(cluster).waitAtMost(Duration.ofMinutes(5));
      String location = savepoints.stop(jobId, directory);
      String jar = savepoints.upload(jarFile);
      String next = savepoints.start(JobStart.of(jar).fromSavepoint(location).parallelism(1));
      // docs: end savepoints
      running.awaitStatus(next, "RUNNING");

      CheckpointDoctor doctor = CheckpointDoctor.at(cluster);
      Configuration settings = new Configuration();
      settings.setString("pipeline.max-parallelism", "128");
      settings.setString("execution.checkpointing.interval", "10 s");
      settings.setString("execution.checkpointing.dir", directory);
      StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
      Deduplicator.on(Long.class)
          .keyedBy(n -> n, Long.class)
          .within(Duration.ofHours(1))
          .build()
          .applyTo(env.fromSequence(1, 9).uid("numbers"), "dedup")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");

      // docs: begin preflight
      Preflight.of(env).openFunctions().check().orThrow();
      // docs: end preflight

      // docs: begin budget
      StateBudget budget = StateBudget.atMostBytes(4L << 30).operator("dedup", 10_000_000, 9);
      budget.check(env).orThrow(); // before the start: 90 MB of 4 GiB
      budget.check(doctor.statistics(jobId)).orThrow(); // any time after
      // docs: end budget
      assertThat(budget.plannedBytes()).isEqualTo(90_000_000);
    }
  }
}
