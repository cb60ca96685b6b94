// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static io.github.flinkpatterns.config.Effect.minimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.throughput.BufferDebloatConfiguration;
import org.apache.flink.runtime.util.ConfigurationParserUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class JobOptionsEffectTest {

  private static StreamExecutionEnvironment environment(UnaryOperator<JobSettings> change) {
    return Effect.environment(change.apply(minimal()));
  }

  @Test
  void parallelismHolds() {
    StreamExecutionEnvironment env = environment(s -> s.parallelism(3).maxParallelism(360));

    assertThat(env.getParallelism()).isEqualTo(3);
    assertThat(env.getMaxParallelism()).isEqualTo(360);
  }

  @Test
  void objectsAreReusedAndOperatorsUnchained() {
    StreamExecutionEnvironment env = environment(s -> s.objectReuse().unchained());

    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(env.isChainingEnabled()).isFalse();
    assertThat(environment(s -> s).getConfig().isObjectReuseEnabled()).isFalse();
  }

  @Test
  void buffersLeaveAfterTheTimeoutOrOnlyWhenFull() {
    assertThat(environment(s -> s.bufferTimeout(Duration.ofMillis(7))).getBufferTimeout())
        .isEqualTo(7);
    assertThat(environment(JobSettings::flushOnlyFullBuffers).getBufferTimeout()).isEqualTo(-1);
    assertThat(
            environment(s -> s.flushOnlyFullBuffers().bufferTimeout(Duration.ZERO))
                .getBufferTimeout())
        .isZero();
  }

  @Test
  void watermarksComeAtTheirInterval() {
    assertThat(
            environment(s -> s.watermarkInterval(Duration.ofMillis(33)))
                .getConfig()
                .getAutoWatermarkInterval())
        .isEqualTo(33);
  }

  @Test
  void aTypeThatWouldFallToKryoIsRefusedWithStrictTypes() {
    TypeInformation<Object> kryo = new GenericTypeInfo<>(Object.class);
    StreamExecutionEnvironment strict = environment(JobSettings::strictTypes);
    StreamExecutionEnvironment lax = environment(s -> s);

    assertThatThrownBy(
            () -> {
              strict
                  .fromSequence(1, 2)
                  .map(n -> (Object) n)
                  .returns(kryo)
                  .sinkTo(new DiscardingSink<>());
              strict.getStreamGraph().getJobGraph();
            })
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Generic types have been disabled");
    lax.fromSequence(1, 2).map(n -> (Object) n).returns(kryo).sinkTo(new DiscardingSink<>());
    assertThat(lax.getStreamGraph().getJobGraph().getNumberOfVertices()).isPositive();
  }

  @Test
  void anOperatorWithoutUidIsRefusedWithStrictUids() {
    StreamExecutionEnvironment strict = environment(JobSettings::strictUids);
    strict.fromSequence(1, 2).sinkTo(new DiscardingSink<>());

    assertThatThrownBy(() -> strict.getStreamGraph().getJobGraph())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Auto generated UIDs have been disabled");
    assertThat(Effect.jobGraph(minimal().strictUids()).getNumberOfVertices()).isPositive();
  }

  @Test
  void anyOtherOptionIsPassedOn() {
    assertThat(
            environment(s -> s.option(PipelineOptions.NAME, "orders", "shown in the web UI"))
                .getConfiguration()
                .get(PipelineOptions.NAME))
        .isEqualTo("orders");
  }

  @Test
  void aTaskManagerSplitsItsMemoryAsSaid() {
    TaskExecutorProcessSpec spec =
        spec(
            t ->
                t.slots(4)
                    .managedMemory(0.5)
                    .networkMemory(
                        0.2, MemorySize.ofMebiBytes(1), MemorySize.ofMebiBytes(100_000)));

    assertThat(spec.getNumSlots()).isEqualTo(4);
    assertThat(spec.getTotalFlinkMemorySize()).isEqualTo(MemorySize.ofMebiBytes(10_000));
    assertThat(spec.getManagedMemorySize()).isEqualTo(MemorySize.ofMebiBytes(5_000));
    assertThat(spec.getNetworkMemSize().getMebiBytes()).isEqualTo(2_000);
    assertThat(
            spec(t -> t.managedMemory(0.5).managedMemory(MemorySize.ofMebiBytes(123)))
                .getManagedMemorySize())
        .isEqualTo(MemorySize.ofMebiBytes(123));
  }

  @Test
  void networkMemoryMayBeFixed() {
    assertThat(spec(t -> t.networkMemory(MemorySize.ofMebiBytes(96))).getNetworkMemSize())
        .isEqualTo(MemorySize.ofMebiBytes(96));
  }

  @Test
  void networkMemoryStaysWithinItsBounds() {
    assertThat(
            spec(t -> t.networkMemory(0.2, MemorySize.ofMebiBytes(1), MemorySize.ofMebiBytes(512)))
                .getNetworkMemSize())
        .isEqualTo(MemorySize.ofMebiBytes(512));
  }

  @Test
  void buffersHaveTheirSizeAndAreDebloated() {
    Configuration conf =
        minimal()
            .taskManagers(
                t -> t.segmentSize(MemorySize.parse("64kb")).debloat(Duration.ofMillis(300)))
            .toConfiguration();

    assertThat(ConfigurationParserUtils.getPageSize(conf)).isEqualTo(64 * 1024);
    assertThat(BufferDebloatConfiguration.fromConfiguration(conf).isEnabled()).isTrue();
    // Flink 1.20 has no getter of it.
    assertThat(conf.getString("taskmanager.network.memory.buffer-debloat.target", ""))
        .isEqualTo("300 ms");
  }

  private static TaskExecutorProcessSpec spec(UnaryOperator<TaskManagers> change) {
    Configuration conf = minimal().taskManagers(change).toConfiguration();
    conf.setString("taskmanager.memory.flink.size", "10000mb");
    return TaskExecutorProcessUtils.processSpecFromConfig(conf);
  }
}
