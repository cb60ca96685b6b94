// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

/** A logic that breaks its contract is named, and does not hang its task. */
class BrokenLogicTest {

  /** Is due ten after the last event, by one of the clocks, and forgets to move on. */
  private record Stuck(boolean eventTime) implements KeyedLogic<String, Long, long[], String> {

    @Override
    public String name() {
      return "Stuck";
    }

    @Override
    public long[] create() {
      return new long[] {NEVER};
    }

    @Override
    public void onEvent(Long event, long time, long[] last, LogicContext<String, String> context) {
      last[0] = time;
    }

    @Override
    public void onDue(long due, long[] last, LogicContext<String, String> context) {}

    @Override
    public long nextDue(long[] last) {
      return eventTime && last[0] != NEVER ? last[0] + 10 : NEVER;
    }

    @Override
    public long nextProcessingTimeDue(long[] last) {
      return !eventTime && last[0] != NEVER ? last[0] + 10 : NEVER;
    }

    @Override
    public boolean isEmpty(long[] last) {
      return last[0] == NEVER;
    }

    @Override
    public int sizeInBytes(long[] last) {
      return 24;
    }

    @Override
    public TypeSerializer<long[]> stateSerializer(SerializerFactory serializers) {
      return serializers.create(PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    @Override
    public TypeInformation<String> outputType() {
      return Types.STRING;
    }
  }

  private static List<Scenario<String, Long, Void, String>> hosts(boolean eventTime) {
    Stuck logic = new Stuck(eventTime);
    return List.of(
        Scenario.of(Hosts.function(logic)).keyedBy(event -> "k", String.class),
        Scenario.of(FastHost.operator(logic, event -> "k", CacheSettings.defaults()))
            .keyedBy(event -> "k", String.class));
  }

  @Test
  void aDueMomentThatDoesNotMoveOnEndsTheJob() {
    for (Scenario<String, Long, Void, String> host : hosts(true)) {
      try (var driver = OperatorDriver.of(host)) {
        driver.event(1L, 5);
        assertThatThrownBy(() -> driver.watermark(15))
            .hasStackTraceContaining(
                "Stuck: the due moment 15 was handled, but the next one is 15; a handled moment"
                    + " must move on, or the call would never end");
      }
    }
  }

  @Test
  void aMomentOfTheClockThatNothingTakesEndsTheJob() {
    for (Scenario<String, Long, Void, String> host : hosts(false)) {
      try (var driver = OperatorDriver.of(host)) {
        driver.event(1L, 5);
        assertThatThrownBy(() -> driver.processingTime(15))
            .hasStackTraceContaining("Stuck: nextProcessingTimeDue gave 15 but nothing takes it");
      }
    }
  }
}
