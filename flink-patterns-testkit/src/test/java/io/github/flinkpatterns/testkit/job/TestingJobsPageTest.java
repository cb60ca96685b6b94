// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import io.github.flinkpatterns.testkit.job.Jobs.RunningSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Holds the code of docs/testing-jobs.md, word for word. */
class TestingJobsPageTest {
  private static final List<Order> ORDERS = Jobs.orders(100);

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  @Test
  void sumsEachOrderOnce() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    flink
        .job(orders, in -> in.keyBy(Order::customer).process(new RunningSum()).uid("sum"))
        .parallelism(2)
        .assertExactlyOnce();
  }

  @Test
  void survivesAFailureAndTwoRescales() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterCheckpoints(2);
    flink
        .job(orders, in -> in.keyBy(Order::customer).process(new RunningSum()).uid("sum"))
        .backend("rocksdb")
        .rescale(1, 3, 2)
        .run()
        .assertRestarted()
        .assertCommitted(Jobs.expectedSums(ORDERS));
  }

  @Test
  void survivesAFailureBehindTheSource() {
    var orders =
        JobSource.of(Order.class, ORDERS, Order::timeMillis).awaitCheckpointAfterRecords(30);
    flink.job(orders, in -> FailingMap.insert(in, 45).map(o -> o.cents)).assertExactlyOnce();
  }

  @Test
  void uidsAndStatesAreThoseOfTheLastRelease() {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    buildJob(env);
    UidManifest.of(env).assertApproved("uids/order-job.txt");
  }

  @Test
  void nothingGoesThroughKryo() {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    buildJob(env);
    JobTypeGuard.assertNoGenericTypes(env);
  }

  @Test
  void messagesOnThePageAreReal(@TempDir Path folder) throws IOException {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    buildJob(env);
    Path file = folder.resolve("uids.txt");
    Files.writeString(file, UidManifest.of(env).text().replace("[sum]", "[order-sum]"));

    assertThatThrownBy(() -> UidManifest.of(env).assertApproved(file))
        .satisfies(
            e ->
                assertThat(page())
                    .contains(e.getMessage().lines().skip(1).limit(2).map(String::strip).toList()));
  }

  @Test
  void codeOnThePageIsTheCodeOfThisClass() throws IOException {
    Path self =
        Path.of("src/test/java/io/github/flinkpatterns/testkit/job/TestingJobsPageTest.java");
    String source = squeeze(Files.readString(self));
    String[] blocks = page().split("```java\n");

    assertThat(blocks).hasSizeGreaterThan(4);
    for (int i = 1; i < blocks.length; i++) {
      assertThat(source).contains(squeeze(blocks[i].substring(0, blocks[i].indexOf("```"))));
    }
  }

  private static void buildJob(StreamExecutionEnvironment env) {
    DataStream<Order> orders =
        JobSource.of(Order.class, ORDERS, Order::timeMillis).addTo(env, "orders");
    orders
        .keyBy(Order::customer)
        .process(new RunningSum())
        .uid("sum")
        .sinkTo(new DiscardingSink<>());
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "testing-jobs.md"));
  }

  private static String squeeze(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
