// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Categories by a stream of references, and what waits for them. */
@Tag("every-flink")
class CategoryLookupTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static final ExecutionMatrix HARD =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)));

  /** Someone looks at an item. */
  public record Look(String user, String item, long at) {}

  /** Tells the category of an item. */
  public record Product(String item, String category) {}

  private static CategoryLookup.Builder<Look, String, Product> builder() {
    return CategoryLookup.on(Look.class)
        .itemBy(Look::item, String.class)
        .from(Product::item, Product::category);
  }

  private static CategoryLookup<Look, String, Product> lookup() {
    return builder()
        .waitAtMost(Duration.ofMillis(100))
        .keepFor(Duration.ofMillis(1_000))
        .maxWaiting(2)
        .build();
  }

  private static Scenario<String, Look, Product, Categorized<Look>> bothHosts(
      CategoryLookup<Look, String, Product> lookup) {
    return Scenario.of(Hosts.function(lookup.logic()))
        .keyedBy(Look::item, Product::item, String.class)
        .alternatingWith(
            FastHost.operator(
                lookup.logic(), Look::item, Product::item, new CacheSettings(2, 4_096, 1)));
  }

  private static Look look(String item, long at) {
    return new Look("ann", item, at);
  }

  @Test
  void itemsOfATypeThatAClassDoesNotTellAreLookedUp() {
    TypeInformation<Tuple2<String, String>> item = Types.TUPLE(Types.STRING, Types.STRING);
    CategoryLookup<Look, Tuple2<String, String>, Product> lookup =
        CategoryLookup.on(Look.class)
            .itemBy(look -> Tuple2.of("shop", look.item()), item)
            .from(product -> Tuple2.of("shop", product.item()), Product::category)
            .waitAtMost(Duration.ofMillis(100))
            .keepFor(Duration.ofMillis(1_000))
            .build();
    Scenario.of(Hosts.function(lookup.logic()))
        .keyedBy(
            look -> Tuple2.of("shop", look.item()),
            product -> Tuple2.of("shop", product.item()),
            item)
        .secondEvent(new Product("a", "shoes"), 5)
        .event(look("a", 10), 10)
        .expect(new Categorized<>(look("a", 10), "shoes", 10))
        .verify();
  }

  @Test
  void theExampleInNumbers() {
    var lookup = lookup();
    bothHosts(lookup)
        .event(look("a", 10), 10)
        .event(look("b", 10), 10)
        .watermark(60)
        .expectNothing()
        .secondEvent(new Product("a", "shoes"), 60)
        .expect(new Categorized<>(look("a", 10), "shoes", 10))
        .watermark(109)
        .expectSide(lookup.misses())
        .watermark(110)
        .expectSide(lookup.misses(), look("b", 10))
        .event(look("a", 120), 120)
        .expect(new Categorized<>(look("a", 120), "shoes", 120))
        .expectMetric("missed", 1)
        .watermark(Long.MAX_VALUE)
        .verify(HARD);
  }

  @Test
  void ofTooManyTheEarliestIsAMissAndTheOthersLeaveByTime() {
    var lookup = lookup();
    bothHosts(lookup)
        .event(look("a", 30), 30)
        .event(look("a", 10), 10)
        .event(look("a", 20), 20)
        .expectSide(lookup.misses(), look("a", 10))
        .secondEvent(new Product("a", "shoes"), 5)
        .expect(
            new Categorized<>(look("a", 20), "shoes", 20),
            new Categorized<>(look("a", 30), "shoes", 30))
        .expectMetric("crowded", 1)
        .watermark(Long.MAX_VALUE)
        .verify(HARD);
  }

  @Test
  void theLaterReferenceStandsAndAnItemIsForgotten() {
    var lookup = lookup();
    Look untimed = look("a", 0);
    bothHosts(lookup)
        .secondEvent(new Product("a", "new"), 50)
        .secondEvent(new Product("a", "old"), 40)
        .event(look("a", 60), 60)
        .expect(new Categorized<>(look("a", 60), "new", 60))
        .eventWithoutTime(untimed)
        .expectSide(lookup.withoutTimestamp(), untimed)
        .watermark(1_060)
        .event(look("a", 1_061), 1_061)
        .watermark(2_000)
        .expectSide(lookup.misses(), look("a", 1_061))
        .verify(HARD);
  }

  @Test
  void stateOfTheFirstReleaseIsReadForEver() {
    var scenario =
        Scenario.of(Hosts.function(lookup().logic()))
            .keyedBy(Look::item, Product::item, String.class)
            .secondEvent(new Product("a", "shoes"), 50)
            .event(look("b", 30), 30)
            .event(look("b", 20), 20)
            .savepoint()
            .secondEvent(new Product("b", "hats"), 60)
            .event(look("a", 70), 70)
            .watermark(Long.MAX_VALUE)
            .alternatingWith(
                FastHost.operator(
                    lookup().logic(), Look::item, Product::item, CacheSettings.defaults()));
    StateCompatibility.of(scenario)
        .verify(Path.of("src/test/resources/golden/category-lookup-v1.snap"));
  }

  @Test
  void profilesAreThoseOfEventsThatBringTheirCategoryThroughCrashesAndRescaling() throws Exception {
    List<Action> actions =
        Action.stream(9, 400, 5, 12, 20).stream().filter(a -> a.category() != null).toList();
    var plain =
        UserProfiler.on(Action.class)
            .keyedBy(Action::user, String.class)
            .categoryBy(Action::category)
            .forgetAfterInactivity(Duration.ofDays(1))
            .interestsByMovingAverage(0.1)
            .weightedBy(Action::type, EventWeights.shopping())
            .build();
    var env = flink.environment();
    DataStream<Action> source =
        JobSource.of(Action.class, actions, Action::at).addTo(env, "actions");
    List<Profile<String>> expected = plain.applyTo(source, "profiles").executeAndCollect(10_000);

    flink
        .job(
            JobSource.of(Action.class, actions, Action::at).failAfterRecords(90, 310),
            events -> profilesByReference(events, events))
        .backend("rocksdb")
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(expected);
  }

  // Each action is a reference of its item too: some come before their events, some after.
  private static DataStream<Profile<String>> profilesByReference(
      DataStream<Action> events, DataStream<Action> references) {
    // docs: begin lookup
    var lookup =
        CategoryLookup.on(Action.class)
            .itemBy(action -> "item of " + action.category(), String.class)
            .from((Action told) -> "item of " + told.category(), Action::category)
            .waitAtMost(Duration.ofMinutes(10))
            .keepFor(Duration.ofDays(90))
            .build();
    var known = lookup.applyTo(events, references, "categories");
    DataStream<Action> unknown = known.getSideOutput(lookup.misses());
    var profiler =
        UserProfiler.on(lookup.outputType())
            .keyedBy(found -> found.event().user(), String.class)
            .categoryBy(Categorized::category)
            .forgetAfterInactivity(Duration.ofDays(1))
            .interestsByMovingAverage(0.1)
            .weightedBy(found -> found.event().type(), EventWeights.shopping())
            .build();
    DataStream<Profile<String>> profiles = profiler.applyTo(known, "profiles");
    // docs: end lookup
    assertThat(unknown.getType()).isEqualTo(events.getType());
    return profiles;
  }

  @Test
  void aMissingBoundIsNamed() {
    assertThatThrownBy(() -> builder().waitAtMost(Duration.ZERO).build())
        .hasMessage(
            "CategoryLookup: parameter 'keepFor': nothing was given, but it bounds state; pass a"
                + " duration");
  }
}
