// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.PatternChecks;
import io.github.flinkpatterns.cep.PatternChecks.Fed;
import io.github.flinkpatterns.cep.bridge.OwnPatternTest.Click;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The state of a pattern on the bridge, driven by the testkit step by step. */
class OwnPatternStateTest {

  private static Scenario<String, Click, Void, Object> scenario() {
    var clicks =
        StreamExecutionEnvironment.getExecutionEnvironment()
            .fromData(List.of(new Click("ann", "cart", 0)), TypeInformation.of(Click.class));
    return PatternChecks.cep(
        OwnPatternTest.builder().pattern(OwnPatternTest.cartThenPay()).build(),
        clicks,
        Click::user);
  }

  @Test
  void survivesRestoresCrashesAndRescaling() {
    var script = scenario().named("cart, then pay");
    for (int i = 0; i < 24; i++) {
      long time = 1_000L + i + (i % 2 == 0 ? 1 : -1); // each other one comes early
      String page = i / 4 % 2 == 0 ? "cart" : "pay";
      script = script.event(new Click("user" + i % 4, page, time), time);
      if (i % 6 == 5) {
        script = script.watermark(time - 2);
      }
    }
    assertThat(script.watermark(2_000).verify(PatternChecks.MATRIX).values()).isNotEmpty();
  }

  @Test
  void nothingIsLeftOfAThousandIdleKeysWhenTheWindowIsOver() {
    PatternChecks.assertNothingIsLeft(
        scenario(), i -> new Fed<>(new Click("user" + i, "cart", 1_000), 1_000), 1_000, 1_010);
  }
}
