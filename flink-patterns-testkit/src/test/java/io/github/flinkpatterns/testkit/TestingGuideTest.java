// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static io.github.flinkpatterns.testkit.TestkitAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of docs/testing.md, which must stand here word for word. */
class TestingGuideTest {

  public record Click(String user, long time) {}

  static class CountClicks extends KeyedProcessFunction<String, Click, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Click click, Context ctx, Collector<String> out) throws Exception {
      Long before = count.value();
      if (before == null) {
        ctx.timerService().registerEventTimeTimer(click.time() / 60_000 * 60_000 + 59_999);
      }
      count.update(before == null ? 1 : before + 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect(ctx.getCurrentKey() + ": " + count.value());
      count.clear();
    }
  }

  @Test
  void countsClicksPerMinute() {
    Scenario.of(new CountClicks())
        .keyedBy(Click::user, String.class)
        .event(new Click("ann", 1_000), 1_000)
        .event(new Click("bob", 2_000), 2_000)
        .event(new Click("ann", 3_000), 3_000)
        .expectNothing()
        .watermark(59_999)
        .expect("ann: 2", "bob: 1")
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void looksInside() {
    Scenario.of(new CountClicks())
        .keyedBy(Click::user, String.class)
        .event(new Click("ann", 1_000), 1_000)
        .expectState("count", "ann", 1L)
        .expectEventTimers("ann", 59_999L)
        .watermark(59_999)
        .expectState("count", "ann", null)
        .expectEventTimers("ann")
        .verify();
  }

  @Test
  void doesNotDependOnTheOrderOfArrival() {
    Scenario.of(new CountClicks())
        .keyedBy(Click::user, String.class)
        .event(new Click("ann", 1_000), 1_000)
        .event(new Click("ann", 30_000), 30_000)
        .event(new Click("bob", 45_000), 45_000)
        .watermark(59_999)
        .verify(ExecutionMatrix.standard().with(Disorder.within(Duration.ofSeconds(30))));
  }

  @Test
  void stateStaysSmall() {
    Growth growth =
        StateGrowth.of(Scenario.of(new CountClicks()).keyedBy(Click::user, String.class))
            .events(1_000, i -> new Click("ann", i * 100L), i -> i * 100L)
            .measure();
    assertThat(growth).isBounded().hasAtMostBytesPerKey(64);
  }

  @Test
  void isExploredByHand() {
    var scenario = Scenario.of(new CountClicks()).keyedBy(Click::user, String.class);
    try (var driver = OperatorDriver.of(scenario, Backend.ROCKSDB, 1)) {
      driver.event(new Click("ann", 1_000), 1_000);
      assertThat(driver).hasState("count", "ann", 1L).hasEventTimers("ann", 59_999L);
      driver.restart(3);
      driver.watermark(59_999);
      Assertions.assertThat(driver.outputs()).containsExactly("ann: 1");
    }
  }

  @Test
  void readsWhatTheFirstReleaseWrote() {
    var scenario =
        Scenario.of(new CountClicks())
            .keyedBy(Click::user, String.class)
            .event(new Click("ann", 1_000), 1_000)
            .event(new Click("bob", 2_000), 2_000)
            .savepoint()
            .event(new Click("ann", 3_000), 3_000)
            .watermark(59_999);
    StateCompatibility.of(scenario)
        .verify(Path.of("src/test/resources/state/count-clicks-v1.snap"));
  }

  @Nested
  class CountClicksTest extends KeyedFunctionContract<String, Click, String> {
    @Override
    protected KeyedProcessFunction<String, Click, String> function() {
      return new CountClicks();
    }

    @Override
    protected KeySelector<Click, String> key() {
      return Click::user;
    }

    @Override
    protected TypeInformation<String> keyType() {
      return Types.STRING;
    }

    @Override
    protected List<Click> sampleEvents() {
      return IntStream.range(0, 30).mapToObj(i -> new Click("user " + i % 3, i * 500L)).toList();
    }

    @Override
    protected long timestampOf(Click click) {
      return click.time();
    }
  }

  @Test
  void everyExampleOfTheGuideStandsHere() throws IOException {
    String guide = Files.readString(Path.of("../docs/testing.md"));
    String here =
        lines(
            Files.readString(
                Path.of("src/test/java/io/github/flinkpatterns/testkit/TestingGuideTest.java")));
    Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
    int count = 0;
    while (blocks.find()) {
      count++;
      Assertions.assertThat(here).contains(lines(blocks.group(1)));
    }
    Assertions.assertThat(count).isGreaterThanOrEqualTo(6);
  }

  private static String lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
