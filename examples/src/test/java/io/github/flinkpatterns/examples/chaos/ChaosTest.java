// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.testkit.job.FailingMap;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobResult;
import io.github.flinkpatterns.testkit.job.JobSource;
import io.github.flinkpatterns.testkit.job.TestJob;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operators in one job, under what can go wrong at once. The output is that of a quiet run.
 *
 * <p>{@code -Dflink-patterns.chaos.runs=N} makes N runs, {@code -Dflink-patterns.chaos.first=S}
 * begins with the seed S: what a seed means does not depend on the others.
 */
class ChaosTest {

  private static final int RUNS = Integer.getInteger("flink-patterns.chaos.runs", 10);
  private static final long FIRST = Long.getLong("flink-patterns.chaos.first", 1);
  private static final List<Act> ACTS = Act.some(900, 7);
  private static final CacheSettings TINY =
      CacheSettings.defaults().withMaxEntries(8).withMaxDirty(4);

  /** What is the same each time in one task alone. */
  private static final Pattern ALONE = Pattern.compile("(recommended|batched-together) ");

  @RegisterExtension static final FlinkJobTest FLINK = FlinkJobTest.create();

  private static List<String> quiet;

  @BeforeAll
  static void runInQuiet() {
    quiet =
        FLINK
            .job(source(), in -> union(over(in, CacheSettings.defaults(), true)))
            .run()
            .committed();
    Map<String, Long> byOperator =
        quiet.stream()
            .collect(
                Collectors.groupingBy(
                    text -> text.substring(0, text.indexOf(' ')),
                    TreeMap::new,
                    Collectors.counting()));
    // The comparison is worth something only if every operator has something to say.
    assertThat(byOperator)
        .containsOnlyKeys(
            "alert",
            "alone",
            "answered",
            "back",
            "batch",
            "batched",
            "batched-together",
            "duplicate",
            "enriched",
            "features",
            "guessed",
            "joined",
            "nearly",
            "own",
            "profile",
            "recommended",
            "running",
            "session",
            "unique",
            "window");
  }

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + RUNS);
  }

  private static JobSource<Act> source() {
    return JobSource.of(Act.class, ACTS, Act::timeMillis);
  }

  /** One subtask reads, as one partition of a topic would: see {@link AllOperators#over}. */
  private static List<DataStream<String>> over(
      DataStream<Act> in, CacheSettings cache, boolean alone) {
    return AllOperators.over(
        ((SingleOutputStreamOperator<Act>) in).setParallelism(1), cache, alone);
  }

  private static DataStream<String> union(List<DataStream<String>> streams) {
    return streams.stream().reduce(DataStream::union).orElseThrow();
  }

  @AfterEach
  void noFullDisk() {
    Trouble.failsOneOf = 0;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theOutputIsThatOfAQuietRun(long seed) {
    Random random = new Random(seed);
    CacheSettings cache = random.nextInt(4) == 0 ? CacheSettings.defaults() : TINY;
    int parallelism = 1 + random.nextInt(3);
    boolean alone = parallelism == 1;
    int slowOneOf = random.nextBoolean() ? 20 + random.nextInt(200) : 0;
    Trouble.failsOneOf = random.nextBoolean() ? parallelism * 2 + random.nextInt(6) : 0;
    int failing = random.nextInt(3);
    long where = random.nextLong();

    TestJob<Act, String> job =
        FLINK
            .job(
                source().failAfterRecords(failures(random)),
                in -> {
                  List<DataStream<String>> all = over(in, cache, alone);
                  Random places = new Random(where);
                  for (int i = 0; i < failing; i++) {
                    int stream = places.nextInt(all.size());
                    all.set(stream, FailingMap.insert(all.get(stream), 1 + places.nextInt(300)));
                  }
                  return union(all).map(new Trouble(slowOneOf)).uid("trouble");
                })
            .config("restart-strategy.fixed-delay.attempts", "1000")
            .config("execution.checkpointing.tolerable-failed-checkpoints", "100000")
            .config("execution.checkpointing.interval", 10 + random.nextInt(30) + " ms");
    boolean changelog = settings(job, random);
    if (parallelism > 1 && !changelog && random.nextBoolean()) {
      Trouble.failsOneOf =
          0; // A savepoint that fails is told to who asked for it, and ends the test.
      job.rescale(parallelism, 1 + random.nextInt(3));
    } else {
      job.parallelism(parallelism);
    }

    JobResult<String> result = job.run();

    assertThat(result.plannedFailures()).isPositive();
    result.assertCommitted(
        alone ? quiet : quiet.stream().filter(text -> !ALONE.matcher(text).lookingAt()).toList());
  }

  private static int[] failures(Random random) {
    return random.ints(1 + random.nextInt(3), 2, ACTS.size()).distinct().sorted().toArray();
  }

  private static boolean settings(TestJob<?, ?> job, Random random) {
    boolean rocksDb = random.nextInt(3) == 0;
    boolean changelog = random.nextInt(3) == 0;
    job.backend(rocksDb ? "rocksdb" : "hashmap")
        .config("execution.checkpointing.incremental", String.valueOf(random.nextBoolean()))
        .config("execution.checkpointing.unaligned.enabled", String.valueOf(random.nextBoolean()))
        .config(
            "execution.checkpointing.aligned-checkpoint-timeout",
            random.nextBoolean() ? "0 ms" : "5 ms")
        .config("execution.buffer-timeout.interval", random.nextBoolean() ? "0 ms" : "20 ms");
    if (changelog) {
      job.config("state.changelog.enabled", "true")
          .config("state.changelog.periodic-materialize.enabled", "true")
          .config("state.changelog.periodic-materialize.interval", "50 ms");
    }
    return changelog;
  }
}
