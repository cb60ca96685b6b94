// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real savepoints of a whole job: each leg of a path stops with one, and the next starts from it
 * with another host, another parallelism and, where Flink allows it, another backend.
 */
@Tag("every-flink")
class SavepointsAcrossTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  /** A click; some come twice. */
  public record Click(String user, int id, long at) {}

  /** One start of the job. */
  record Leg(int parallelism, boolean fast, String backend) {}

  record Path(boolean canonical, List<Leg> legs) {
    Path(boolean canonical, Leg... legs) {
      this(canonical, List.of(legs));
    }

    @Override
    public String toString() {
      return (canonical ? "canonical " : "native ") + legs;
    }
  }

  static Stream<Path> paths() {
    return Stream.of(
        new Path(
            true,
            new Leg(1, false, "hashmap"),
            new Leg(3, true, "rocksdb"),
            new Leg(2, false, "hashmap"),
            new Leg(1, true, "rocksdb")),
        new Path(
            true,
            new Leg(2, true, "hashmap"),
            new Leg(1, false, "rocksdb"),
            new Leg(3, true, "hashmap")),
        new Path(
            false,
            new Leg(1, false, "hashmap"),
            new Leg(3, true, "hashmap"),
            new Leg(2, false, "hashmap")),
        new Path(
            false,
            new Leg(2, true, "rocksdb"),
            new Leg(1, false, "rocksdb"),
            new Leg(3, true, "rocksdb")));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aJobGoesOnFromASavepointOfAnotherHostBackendAndParallelism(Path path) {
    List<Click> clicks = clicks();
    List<String> uninterrupted =
        flink
            .job(source(clicks), in -> pipeline(in, new Leg(1, false, "hashmap")))
            .run()
            .committed();
    assertThat(uninterrupted).hasSizeGreaterThan(15);

    AtomicInteger starts = new AtomicInteger();
    var job =
        flink
            .job(source(clicks), in -> pipeline(in, path.legs().get(starts.getAndIncrement())))
            .rescale(path.legs().stream().mapToInt(Leg::parallelism).toArray());
    if (path.canonical()) {
      job.canonicalSavepoints();
    }
    job.run().assertCommitted(uninterrupted);
    assertThat(starts).hasValue(path.legs().size());
  }

  private static DataStream<String> pipeline(DataStream<Click> in, Leg leg) {
    Configuration backend = new Configuration();
    backend.setString("state.backend.type", leg.backend());
    in.getExecutionEnvironment().configure(backend);
    var dedup =
        Deduplicator.on(Click.class)
            .keyedBy(Click::id, Integer.class)
            .within(Duration.ofMillis(400))
            .build();
    var sessions =
        SessionAggregator.on(Click.class)
            .keyedBy(Click::user, String.class)
            .closeAfterInactivity(Duration.ofMillis(60))
            .aggregate(new Sum())
            .build();
    DataStream<Click> unique =
        leg.fast()
            ? dedup.applyTo(in, "dedup")
            : in.keyBy(Click::id).process(dedup.toFunction()).uid("dedup");
    var closed =
        leg.fast()
            ? sessions.applyTo(unique, "sessions")
            : unique.keyBy(Click::user).process(sessions.toFunction()).uid("sessions");
    return closed
        .map(session -> session.key() + " " + session.startMillis() + " " + session.result())
        .returns(Types.STRING);
  }

  private static JobSource<Click> source(List<Click> clicks) {
    return JobSource.of(Click.class, clicks, Click::at);
  }

  private static List<Click> clicks() {
    Random random = new Random(17);
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      boolean again = i > 10 && random.nextInt(5) == 0;
      clicks.add(
          again
              ? clicks.get(i - 1 - random.nextInt(8))
              : new Click("u" + random.nextInt(5), i, 1_000 + 20L * i - random.nextInt(50)));
    }
    return clicks;
  }

  /** Adds up ids: a duplicate that slipped through would change the sum. */
  static final class Sum implements AggregateFunction<Click, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Click click, Long sum) {
      return sum + click.id();
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }
}
