// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.erase.EraseCommand;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state of an erasable operator, and how it begins from that of one which was not. */
@Tag("every-flink")
class ErasableProfilerStateTest {

  private static final Erasable<String, Action, Profile<String>> ERASABLE =
      UserProfilerTest.goldenProfiler().erasable(Duration.ofSeconds(2));

  /** A host by name. */
  record Host(
      String name, Scenario<String, Action, EraseCommand<String>, Profile<String>> scenario) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Host> hosts() {
    return Stream.of(
        new Host(
            "function host",
            Scenario.of(ERASABLE.toFunction())
                .keyedBy(Action::user, EraseCommand::key, String.class)),
        new Host(
            "fast host",
            Scenario.of(
                    FastHost.operator(
                        ERASABLE.logic(),
                        Action::user,
                        EraseCommand::key,
                        CacheSettings.defaults()))
                .keyedBy(Action::user, EraseCommand::key, String.class)));
  }

  private static Scenario<String, Action, EraseCommand<String>, Profile<String>> goOn(
      Scenario<String, Action, EraseCommand<String>, Profile<String>> scenario) {
    return scenario
        .secondEventWithoutTime(new EraseCommand<>("u0", 390))
        .event(Action.of("u0", "c1", "purchase", 380), 380)
        .event(Action.of("u0", "c1", "purchase", 400), 400)
        .event(Action.of("u1", "c1", "purchase", 400), 400)
        .watermark(5_000);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hosts")
  void stateFromBeforeItWasErasableRestores(Host host) {
    StateCompatibility.of(goOn(UserProfilerTest.untilSavepoint(host.scenario)))
        .verify(UserProfilerTest.GOLDEN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hosts")
  void stateOfTheFirstReleaseWithATombstoneIsReadForEver(Host host) {
    var before =
        host.scenario
            .event(Action.of("u0", "c2", "like", 5), 5)
            .secondEventWithoutTime(new EraseCommand<>("u0", 390))
            .secondEventWithoutTime(new EraseCommand<>("u2", 7))
            .event(Action.of("u0", "c3", "like", 391), 391);
    StateCompatibility.of(goOn(UserProfilerTest.untilSavepoint(before)))
        .verify(Path.of("src/test/resources/golden/erasable-profiler-v1.snap"));
  }
}
