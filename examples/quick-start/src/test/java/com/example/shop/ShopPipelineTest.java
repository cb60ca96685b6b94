// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import io.github.flinkpatterns.testkit.job.JobTypeGuard;
import io.github.flinkpatterns.testkit.job.UidManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopPipelineTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  // docs: begin function
  @Test
  void aPaymentPassesOnceADay() {
    var first = new Payment("p1", "ann", "books", 1200, 1_000);
    var again = new Payment("p1", "ann", "books", 1200, 61_000);
    Scenario.of(ShopPipeline.onceADay().toFunction())
        .keyedBy(Payment::id, String.class)
        .event(first, first.timeMillis())
        .event(again, again.timeMillis())
        .expect(first)
        .verify(ExecutionMatrix.full());
  }

  // docs: end function

  // docs: begin job
  @Test
  void theJobIsRightThroughAFailureAndTwoRescales() throws IOException {
    var payments = JobSource.of(Payment.class, payments(), Payment::timeMillis).failAfterRecords(6);
    flink
        .job(payments, in -> ShopPipeline.over(in).lines())
        .backend("rocksdb")
        .rescale(1, 3, 2)
        .run()
        .assertRestarted()
        .assertCommitted(
            List.of(
                "repeated p01",
                "repeated p11",
                "visit    ann from 2026-01-05T09:00:00Z: 2 payments, 15.00",
                "visit    ann from 2026-01-05T10:15:00Z: 1 payments, 25.00",
                "visit    bob from 2026-01-05T09:02:00Z: 1 payments, 49.99",
                "visit    bob from 2026-01-05T10:20:00Z: 1 payments, 9.99",
                "visit    cid from 2026-01-05T09:20:00Z: 5 payments, 203.00",
                "sales    books from 2026-01-05T09:00:00Z: 12.00",
                "sales    books from 2026-01-05T10:00:00Z: 25.00",
                "sales    games from 2026-01-05T09:00:00Z: 252.99",
                "sales    music from 2026-01-05T09:00:00Z: 3.00",
                "sales    music from 2026-01-05T10:00:00Z: 9.99",
                "alert    burst of cid at 2026-01-05T09:21:00Z: [p05, p06, p07, p08]"));
  }

  // docs: end job

  // docs: begin release
  @Test
  void savepointsOfTheLastReleaseRestore() throws IOException {
    StreamExecutionEnvironment env = flink.environment();
    var payments = JobSource.of(Payment.class, payments(), Payment::timeMillis);
    ShopPipeline.over(payments.addTo(env, "payments")).lines().print();

    UidManifest.of(env).assertApproved("uids.txt");
    JobTypeGuard.assertNoGenericTypes(env);
  }

  // docs: end release

  private static List<Payment> payments() throws IOException {
    return Files.readAllLines(Path.of("payments.csv")).stream().map(Payment::parse).toList();
  }
}
