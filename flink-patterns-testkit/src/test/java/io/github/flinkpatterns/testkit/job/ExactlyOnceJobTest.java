// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import io.github.flinkpatterns.testkit.job.Jobs.RunningSum;
import io.github.flinkpatterns.testkit.job.Jobs.SumInAField;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("every-flink")
class ExactlyOnceJobTest {
  private static final List<Order> ORDERS = Jobs.orders(100);
  private static final Queue<String> PLAIN_SINK = new ConcurrentLinkedQueue<>();

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  @BeforeEach
  void emptySink() {
    PLAIN_SINK.clear();
  }

  @Test
  void jobThatKeepsItsDataInStateIsExactlyOnce() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var result = flink.job(orders, ExactlyOnceJobTest::sums).parallelism(2).assertExactlyOnce();

    assertThat(result.committed()).containsExactlyInAnyOrderElementsOf(Jobs.expectedSums(ORDERS));
    assertThat(result.plannedFailures()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void savepointCarriesStateToOtherParallelisms(String backend) {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(50);

    flink
        .job(orders, ExactlyOnceJobTest::sums)
        .backend(backend)
        .rescale(1, 3, 2)
        .run()
        .assertRestarted()
        .assertCommitted(Jobs.expectedSums(ORDERS));
  }

  @Test
  void jobSurvivesSeveralFailuresAndSeveralSplits() {
    var orders =
        JobSource.of(Order.class, ORDERS, Order::timeMillis)
            .splits(3)
            .failAfterRecords(20, 50, 100);
    var result =
        flink
            .job(orders, in -> in.map(o -> o.customer + "@" + o.timeMillis))
            .parallelism(3)
            .assertExactlyOnce();

    assertThat(result.plannedFailures()).isEqualTo(3);
    assertThat(result.restarts()).isPositive();
  }

  @Test
  void failureAfterCheckpointsComesWhenTheyHaveCompleted() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterCheckpoints(3);
    var result = flink.job(orders, ExactlyOnceJobTest::sums).assertExactlyOnce();

    assertThat(result.checkpoints()).isGreaterThanOrEqualTo(3);
    assertThat(result.plannedFailures()).isEqualTo(1);
  }

  @Test
  void failureInTheMiddleOfTheGraphIsRecoveredToo() {
    var orders =
        JobSource.of(Order.class, ORDERS, Order::timeMillis).awaitCheckpointAfterRecords(30);
    var result =
        flink.job(orders, in -> sums(FailingMap.insert(in, 45))).parallelism(2).assertExactlyOnce();

    assertThat(result.restarts()).isPositive();
    assertThat(result.plannedFailures()).isZero();
  }

  @Test
  void dataInAFieldIsCaught() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var job =
        flink.job(orders, in -> in.keyBy(Order::customer).process(new SumInAField()).uid("sum"));

    assertThatThrownBy(job::assertExactlyOnce)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Not exactly once: the job committed 100 records")
        .hasMessageContaining("lost:")
        .hasMessageContaining("data kept in a field in place of Flink's state");
  }

  @Test
  void sinkWithoutTransactionsIsCaughtWithItsDuplicates() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var job =
        flink.jobInto(
            orders,
            in -> in.map(ExactlyOnceJobTest::time).sinkTo(new PlainSink()),
            () -> List.copyOf(PLAIN_SINK));
    var result = job.run().assertRestarted();

    assertThatThrownBy(() -> result.assertCommitted(ORDERS.stream().map(o -> time(o)).toList()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the job committed 130 records, the test expects 100")
        .hasMessageContaining("30 too many: at 3000 (duplicate), at 3100 (duplicate)")
        .hasMessageContaining("a sink that does not take part in checkpoints");
  }

  @Test
  void committedViewLeavesOutWhatTheFailedAttemptWrote() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var result = flink.job(orders, in -> in.map(ExactlyOnceJobTest::time)).assertExactlyOnce();

    assertThat(result.committed()).hasSize(100).doesNotHaveDuplicates();
    assertThat(result.written()).hasSize(130);
  }

  @Test
  void jobThatNeverRestartedProvesNothing() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis);
    var job = flink.job(orders, ExactlyOnceJobTest::sums);

    assertThatThrownBy(job::assertExactlyOnce)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The job never restarted")
        .hasMessageContaining("failAfterRecords(n)");
  }

  @Test
  void jobWithARealErrorSaysWhich() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis);
    var job =
        flink
            .job(orders, in -> in.map(ExactlyOnceJobTest::refuse))
            .config("restart-strategy.fixed-delay.attempts", "1");

    assertThatThrownBy(job::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The job failed for good: java.lang.IllegalStateException: refused c")
        .hasMessageContaining("0 of 0 planned failures");
  }

  @Test
  void jobWithoutCheckpointsIsReportedAtItsDeadline() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var job =
        flink
            .job(
                orders,
                in -> {
                  in.getExecutionEnvironment().getCheckpointConfig().disableCheckpointing();
                  return sums(in);
                })
            .within(Duration.ofSeconds(2));

    assertThatThrownBy(job::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "The job was given PT2S and did not come to end: the source has handed out")
        .hasMessageContaining("0 checkpoints completed, 0 of 1 planned failures");
  }

  @Test
  void replayDoesNotSeeWhatAFunctionDidToItsInput() {
    var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
    var result =
        flink
            .job(
                orders,
                in ->
                    in.map(
                        o -> {
                          o.cents += 1;
                          return o.cents;
                        }))
            .run();

    result.assertRestarted().assertCommitted(ORDERS.stream().map(o -> o.cents + 1).toList());
  }

  private static DataStream<String> sums(DataStream<Order> in) {
    return in.keyBy(Order::customer).process(new RunningSum()).uid("sum");
  }

  private static String time(Order order) {
    return "at " + order.timeMillis;
  }

  private static String refuse(Order order) {
    throw new IllegalStateException("refused " + order.customer);
  }

  /** Broken: writes at once, whatever becomes of the checkpoint. */
  private static final class PlainSink implements Sink<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<String> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(String element, Context context) {
          PLAIN_SINK.add(element);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
