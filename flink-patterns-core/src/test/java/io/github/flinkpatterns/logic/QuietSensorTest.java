// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator of docs/writing-an-operator.md. */
@Tag("every-flink")
class QuietSensorTest {

  @Test
  void aQuietSensorIsReportedOnceAndLeavesNoState() {
    var quiet = new QuietSensor(Duration.ofSeconds(10));
    Scenario.of(Hosts.function(quiet))
        .keyedBy(reading -> "s" + (int) (double) reading, String.class)
        .event(1.0, 1_000)
        .event(1.5, 3_000)
        .event(1.7, 2_000)
        .watermark(12_000)
        .expectNothing()
        .watermark(13_000)
        .expect("s1 is quiet since 3000")
        .event(2.0, 14_000)
        .endOfInput()
        .expect("s2 is quiet since 14000")
        .alternatingWith(
            FastHost.operator(
                quiet, reading -> "s" + (int) (double) reading, CacheSettings.defaults()))
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void bothHostsAreWiredAsTheGuideSays() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Double> readings = env.fromData(1.0, 2.0);
    KeySelector<Double, String> sensor = reading -> "s" + reading;
    // docs: begin run
    var quiet = new QuietSensor(Duration.ofMinutes(5));
    // a plain function, public Flink API only
    readings.keyBy(sensor).process(Hosts.function(quiet)).uid("quiet");
    // the cached operator: the same state, a fraction of the cost
    Hosts.apply(readings.keyBy(sensor), quiet, "quiet-fast", CacheSettings.defaults());
    // docs: end run
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("quiet", "quiet-fast");
  }

  @Test
  void aGapThatIsNotPositiveIsRefused() {
    assertThatThrownBy(() -> new QuietSensor(Duration.ZERO))
        .hasMessage(
            "QuietSensor: parameter 'quiet': PT0S must be at least 1 ms; pass a longer Duration");
  }
}
