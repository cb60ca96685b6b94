// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.config.Backend;
import io.github.flinkpatterns.config.JobSettings;
import io.github.flinkpatterns.config.StateRetention;
import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.session.SessionAggregator;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("every-flink")
class PreflightTest {

  /** Keeps the last value of each key in a state of the given type and retention. */
  private static class Last<T> extends KeyedProcessFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1;
    private final TypeInformation<T> type;
    private final StateTtlConfig retention;

    Last(TypeInformation<T> type, StateTtlConfig retention) {
      this.type = type;
      this.retention = retention;
    }

    @Override
    public void open(OpenContext context) {
      ValueStateDescriptor<T> last = new ValueStateDescriptor<>("last", type);
      last.enableTimeToLive(retention);
      ValueState<T> unused = getRuntimeContext().getState(last);
    }

    @Override
    public void processElement(Long value, Context context, Collector<Long> out) {
      out.collect(value);
    }
  }

  /** As {@link Last}, with a timer to clear the state. */
  private static final class LastForAWhile extends Last<Long> {
    private static final long serialVersionUID = 1;

    LastForAWhile() {
      super(Types.LONG, StateTtlConfig.DISABLED);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Long> out) {}
  }

  private static JobSettings sound() {
    return JobSettings.exactlyOnce()
        .checkpoints(
            c -> c.every(Duration.ofSeconds(30)).in("s3://bucket/cp").retainOnCancellation())
        .stateBackend(Backend.hashMap())
        .maxParallelism(128);
  }

  private static StreamExecutionEnvironment environment(Configuration settings) {
    return StreamExecutionEnvironment.getExecutionEnvironment(settings);
  }

  private static StreamExecutionEnvironment job(
      Configuration settings, KeyedProcessFunction<Long, Long, Long> function) {
    StreamExecutionEnvironment env = environment(settings);
    env.fromSequence(1, 2)
        .uid("numbers")
        .keyBy(n -> n, Types.LONG)
        .process(function, Types.LONG)
        .name("Last")
        .uid("last")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return env;
  }

  private static List<String> codes(PreflightReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }

  private static final class Counting implements AggregateFunction<Long, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Long value, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  @Test
  void aSoundJobOfTheLibrarysOperatorsHasNoFinding() {
    StreamExecutionEnvironment env = environment(sound().toConfiguration());
    DataStream<Long> unique =
        Deduplicator.on(Long.class)
            .keyedBy(n -> n, Long.class)
            .within(Duration.ofHours(1))
            .build()
            .applyTo(env.fromSequence(1, 9).uid("numbers"), "dedup");
    SessionAggregator.on(Long.class)
        .keyedBy(n -> n % 3, Long.class)
        .closeAfterInactivity(Duration.ofMinutes(30))
        .aggregate(new Counting())
        .build()
        .applyTo(unique, "sessions")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    assertThat(Preflight.of(env).openFunctions().check().orThrow().findings()).isEmpty();
  }

  @Test
  void everyFaultThatWasPlantedIsFound() {
    Configuration settings = new Configuration();
    settings.setString("execution.checkpointing.interval", "10 s");
    settings.setString("execution.checkpointing.max-concurrent-checkpoints", "2");
    settings.setString("execution.checkpointing.min-pause", "5 s");
    settings.setString("execution.checkpointing.timeout", "100 ms");
    settings.setString("execution.checkpointing.mode", "AT_LEAST_ONCE");
    settings.setString("execution.checkpointing.unaligned.enabled", "true");
    settings.setString("execution.checkpointing.incremental", "true");
    settings.setString("state.changelog.enabled", "true");
    settings.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment env = environment(settings);
    OutputTag<BitSet> odd = new OutputTag<>("odd", TypeInformation.of(BitSet.class));
    var last =
        env.fromSequence(1, 2)
            .keyBy(n -> n, Types.LONG)
            .process(
                new Last<>(TypeInformation.of(BitSet.class), StateTtlConfig.DISABLED), Types.LONG)
            .name("Last")
            .setParallelism(8)
            .setMaxParallelism(4);
    last.getSideOutput(odd).sinkTo(new DiscardingSink<>()).uid("same");
    last.sinkTo(new DiscardingSink<>()).uid("same");

    PreflightReport report = Preflight.of(env).openFunctions().check();

    assertThat(codes(report))
        .contains(
            "missing-uid",
            "duplicate-uid",
            "generic-type",
            "parallelism-above-maximum",
            "unbounded-state",
            "checkpoints-in-memory",
            "timeout-far-below-interval",
            "unaligned-at-least-once",
            "pause-and-concurrency",
            "incremental-on-heap",
            "changelog-in-memory",
            "no-restart");
    assertThat(report.toText())
        .contains(
            "ERROR missing-uid (operator 'Last'): it has state and no uid, so its state is lost as"
                + " soon as the shape of the job changes. Add .uid(\"...\").")
        .contains(
            "its side output 'odd' emits BitSet (java.util.BitSet), which Flink hands to Kryo")
        .contains("its state 'last' keeps BitSet (java.util.BitSet)");
    assertThat(report.findings().get(0).severity()).isEqualTo(Severity.ERROR);
    assertThatThrownBy(report::orThrow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Preflight: " + report.findings().size() + " findings\nERROR ");
    assertThat(report.toJson()).contains("\"missing-uid\"");
  }

  @Test
  void stateIsUnboundedWithoutRetentionAndWithoutTimer() {
    Configuration settings = sound().toConfiguration();
    assertThat(
            codes(
                Preflight.of(job(settings, new Last<>(Types.LONG, StateTtlConfig.DISABLED)))
                    .openFunctions()
                    .check()))
        .containsExactly("unbounded-state");
    assertThat(codes(Preflight.of(job(settings, new LastForAWhile())).openFunctions().check()))
        .isEmpty();
    StateTtlConfig day =
        StateRetention.afterWrite(Duration.ofDays(1)).toStateTtlConfig(Backend.hashMap());
    assertThat(
            codes(Preflight.of(job(settings, new Last<>(Types.LONG, day))).openFunctions().check()))
        .isEmpty();
    // Not asked to open the function, it cannot know.
    assertThat(
            codes(
                Preflight.of(job(settings, new Last<>(Types.LONG, StateTtlConfig.DISABLED)))
                    .check()))
        .isEmpty();
  }

  @Test
  void retentionThatCleansNothingOnTheBackendIsTold() {
    StateTtlConfig none =
        StateRetention.afterWrite(Duration.ofDays(1))
            .withoutBackgroundCleanUp()
            .cleanUpInFullSnapshot()
            .toStateTtlConfig(Backend.hashMap());
    Configuration rocksDb =
        sound().stateBackend(Backend.rocksDb().incremental().managedMemory()).toConfiguration();
    assertThat(
            codes(Preflight.of(job(rocksDb, new Last<>(Types.LONG, none))).openFunctions().check()))
        .containsExactly("retention-without-clean-up", "retention-in-full-snapshot");
  }

  @Test
  void maxParallelismWantsToBeSaid() {
    Configuration settings =
        JobSettings.exactlyOnce()
            .checkpoints(
                c -> c.every(Duration.ofSeconds(30)).in("s3://b/cp").retainOnCancellation())
            .parallelism(100)
            .toConfiguration();
    assertThat(Preflight.of(job(settings, new LastForAWhile())).check().toText())
        .contains("max-parallelism-unset")
        .contains("(256 at parallelism 100)");
  }

  @ParameterizedTest
  @CsvSource({
    "fixed-delay, 1, 1 s, few-restarts",
    "fixed-delay, 2147483647, 10 ms, restarts-without-rest",
    "none, 5, 1 s, no-restart"
  })
  void unsafeRestartsAreTold(String type, String attempts, String delay, String code) {
    Configuration settings = sound().toConfiguration();
    settings.setString("restart-strategy.type", type);
    settings.setString("restart-strategy.fixed-delay.attempts", attempts);
    settings.setString("restart-strategy.fixed-delay.delay", delay);
    assertThat(codes(Preflight.of(job(settings, new LastForAWhile())).check()))
        .containsExactly(code);
  }

  @Test
  void whatTheClusterSaysCountsWhereTheJobSaysNothing() {
    StreamExecutionEnvironment env = job(new Configuration(), new LastForAWhile());
    assertThat(codes(Preflight.of(env).check())).contains("checkpoints-off");
    assertThat(codes(Preflight.of(env).clusterConfiguration(sound().toConfiguration()).check()))
        .containsExactly("max-parallelism-unset");
  }

  @Test
  void anEnvironmentWithoutJobIsAnError() {
    assertThatThrownBy(() -> Preflight.of(environment(new Configuration())).check())
        .hasMessageStartingWith(
            "Preflight: parameter 'env': an environment that holds no operator cannot be checked;");
  }
}
