// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.chaos;

import io.github.flinkpatterns.aggregate.RunningAggregator;
import io.github.flinkpatterns.buffer.Batcher;
import io.github.flinkpatterns.buffer.FeatureCollector;
import io.github.flinkpatterns.buffer.KeyedBatcher;
import io.github.flinkpatterns.cep.keyed.BruteForce;
import io.github.flinkpatterns.cep.keyed.DormantThenActive;
import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.enrich.Enricher;
import io.github.flinkpatterns.enrich.IntervalJoin;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.profile.EventWeights;
import io.github.flinkpatterns.profile.UserProfiler;
import io.github.flinkpatterns.recommend.ItemRecommender;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.velocity.VelocityDetector;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Every stateful operator of the library over one stream, and all they emit as one of texts. */
final class AllOperators {

  private final DataStream<Act> acts;
  private final CacheSettings cache;
  private final List<DataStream<String>> texts = new ArrayList<>();

  private AllOperators(DataStream<Act> acts, CacheSettings cache) {
    this.acts = acts;
    this.cache = cache;
  }

  /**
   * Wires them.
   *
   * @param acts read by one subtask: then every key has its events and watermarks in the same order
   *     each time, whatever fails, and at any parallelism behind
   * @param alone whether all runs in one task. Two outputs are the same each time only then: what
   *     is recommended when all users share their items, because it depends on what others did
   *     meanwhile, and which events share a batch without keys
   * @return the output of each operator
   */
  static List<DataStream<String>> over(DataStream<Act> acts, CacheSettings cache, boolean alone) {
    AllOperators all = new AllOperators(acts, cache);
    all.once();
    all.perUser();
    all.windows();
    all.buffers(alone);
    all.joins();
    all.patterns();
    all.recommend(alone);
    return all.texts;
  }

  private void add(String name, DataStream<?> stream) {
    texts.add(
        stream
            .map(value -> name + " " + value)
            .returns(Types.STRING)
            .name(name + "-text")
            .uid(name + "-text"));
  }

  private void once() {
    var dedup =
        Deduplicator.on(Act.class)
            .keyedBy(Act::id, String.class)
            .within(Duration.ofHours(1))
            .emitDuplicates()
            .build();
    SingleOutputStreamOperator<Act> unique = dedup.applyTo(acts, "dedup", cache);
    add("unique", unique);
    add("duplicate", unique.getSideOutput(dedup.duplicates()));
  }

  private void perUser() {
    add(
        "session",
        SessionAggregator.on(Act.class)
            .keyedBy(Act::user, String.class)
            .closeAfterInactivity(Duration.ofMinutes(5))
            .aggregate(new Count())
            .build()
            .applyTo(acts, "sessions", cache));
    add(
        "alert",
        VelocityDetector.on(Act.class)
            .keyedBy(Act::user, String.class)
            .eventId(Act::id)
            .amount("amount", Act::amount)
            .rule("burst", rule -> rule.count().exceeds(4).within(Duration.ofMinutes(10)))
            .rule("spent", rule -> rule.sum("amount").exceeds(900).within(Duration.ofMinutes(30)))
            .maxEventsPerKey(1_000)
            .build()
            .applyTo(acts, "velocity", cache));
    add(
        "profile",
        UserProfiler.on(Act.class)
            .keyedBy(Act::user, String.class)
            .categoryBy(Act::item)
            .forgetAfterInactivity(Duration.ofHours(2))
            .interestsByMovingAverage(0.1)
            .weightedBy(Act::type, EventWeights.shopping())
            .build()
            .applyTo(acts, "profiles", cache));
    add(
        "running",
        RunningAggregator.on(Act.class)
            .keyedBy(Act::user, String.class)
            .forgetAfterInactivity(Duration.ofHours(1))
            .aggregate(new Count(), Long.class, Long.class)
            .emitEvery(3)
            .build()
            .applyTo(acts, "running", cache));
  }

  private void windows() {
    add(
        "window",
        WindowAggregator.on(Act.class)
            .keyedBy(Act::item, String.class)
            .windows(
                Windows.tumbling(Duration.ofMinutes(1)),
                Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(5)))
            .aggregate(new Count())
            .build()
            .applyTo(acts, "windows", cache));
  }

  private void buffers(boolean alone) {
    add(
        "batch",
        KeyedBatcher.on(Act.class)
            .keyedBy(Act::user, String.class)
            .emitAfter(Duration.ofMinutes(10))
            .maxEvents(5)
            .build()
            .applyTo(acts, "keyed-batches", cache));
    var batches =
        Batcher.on(Act.class)
            .emitAfter(Duration.ofMinutes(5))
            .maxEvents(50)
            .build()
            .applyTo(acts, "batches");
    add(
        "batched",
        batches
            .flatMap((batch, out) -> batch.events().forEach(out::collect), Types.POJO(Act.class))
            .uid("unbatch"));
    if (alone) {
      add("batched-together", batches);
    }
    add(
        "features",
        FeatureCollector.on(Act.class)
            .keyedBy(Act::user, String.class)
            .featureBy(Act::type, Act::amount)
            .waitAtMost(Duration.ofMinutes(20), "view", "click", "purchase")
            .build()
            .applyTo(acts, "features", cache));
  }

  private void joins() {
    DataStream<Act> purchases = only("purchase");
    DataStream<Act> clicks = only("click");
    var enricher =
        Enricher.on(Act.class)
            .keyedBy(Act::item, String.class)
            .with(Act.class, Act::item)
            .validFor(Duration.ofHours(1))
            .waitAtMost(Duration.ofMinutes(2))
            .build();
    var enriched = enricher.applyTo(purchases, clicks, "enrich", cache);
    add("enriched", enriched);
    add("alone", enriched.getSideOutput(enricher.unmatched()));
    add(
        "joined",
        IntervalJoin.on(Act.class)
            .keyedBy(Act::item, String.class)
            .with(Act.class, Act::item)
            .within(Duration.ofMinutes(10), Duration.ofMinutes(5))
            .build()
            .applyTo(purchases, clicks, "join", cache));
  }

  private DataStream<Act> only(String type) {
    return acts.filter(act -> act.is(type)).name(type).uid("only-" + type);
  }

  private void patterns() {
    var guessed =
        BruteForce.on(Act.class)
            .keyedBy(Act::user, String.class)
            .failure(act -> act.is("login_failed"))
            .success(act -> act.is("login"))
            .times(3)
            .within(Duration.ofMinutes(30))
            .build();
    var guesses = guessed.applyTo(acts, "brute-force", cache);
    add("guessed", guesses);
    add("nearly", guesses.getSideOutput(guessed.timedOut()));
    add(
        "back",
        DormantThenActive.on(Act.class)
            .keyedBy(Act::user, String.class)
            .since(act -> act.is("login"))
            .activity(act -> act.is("purchase"))
            .dormantFor(Duration.ofMinutes(20))
            .within(Duration.ofHours(2))
            .build()
            .applyTo(acts, "dormant", cache));
  }

  private void recommend(boolean alone) {
    var recommended =
        ItemRecommender.on(Act.class)
            .user(Act::user, String.class)
            .item(Act::item, String.class)
            .history(10)
            .neighbours(10)
            .seen(50)
            .halfLife(Duration.ofDays(1))
            .forgetAfterInactivity(Duration.ofDays(2))
            .build()
            .applyTo(acts, "recommend", cache);
    if (alone) {
      add("recommended", recommended);
    }
    // Whom, and as of when: this does not depend on others.
    add(
        "answered",
        recommended
            .map(to -> to.user() + " at " + to.atMillis())
            .returns(Types.STRING)
            .uid("answered"));
    // Items and segments that no two users share, and a history that holds all of them: what is
    // learned of a user comes in that user's order, through all four steps.
    add(
        "own",
        ItemRecommender.on(Act.class)
            .user(Act::user, String.class)
            .item(act -> act.user() + "-" + act.item(), String.class)
            .history(Act.ITEMS)
            .neighbours(10)
            .seen(50)
            .halfLife(Duration.ofDays(1))
            .segment(Act::user)
            .revisits()
            .build()
            .applyTo(acts, "own", cache));
  }

  /** Counts events. */
  private static final class Count implements AggregateFunction<Act, Long, Long> {

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Act act, Long count) {
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
}
