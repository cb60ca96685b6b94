// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.examples.dashboard.DashboardOptions;
import io.github.flinkpatterns.examples.frame.Companion;
import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.storefront.StoreRecords.DuplicateRecord;
import io.github.flinkpatterns.examples.storefront.StoreRecords.SessionRecord;
import io.github.flinkpatterns.session.SessionAggregator;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that an online shop's events tell: who did what, what was sold, what is odd. */
@Command(
    name = "storefront",
    description =
        "Shop events (JSON Lines): each event once; sessions, sales, profiles, recommendations,"
            + " alerts.")
public class StorefrontJob extends JobCommand<StoreEvent> {

  @Option(
      names = "--gap",
      paramLabel = "DURATION",
      defaultValue = "30m",
      converter = DurationConverter.class,
      description = "A pause longer than this ends a session (default: ${DEFAULT-VALUE}).")
  private Duration gap = Duration.ofMinutes(30);

  @Option(
      names = "--horizon",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description =
          "How long an event is remembered, so that its repetition is known (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration horizon = Duration.ofHours(24);

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "Products in a ranking, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int top = 5;

  @Mixin private DashboardOptions dashboard = new DashboardOptions();

  @Override
  protected List<String> streams() {
    return List.of(
        "sessions",
        "duplicates",
        "late",
        "profiles",
        "recommendations",
        "revenue",
        "top-products",
        "alerts");
  }

  @Override
  protected List<?> identity() {
    return List.of(gap, horizon, top);
  }

  @Override
  protected void checkOptions() {
    Options.requirePositive(gap, "--gap");
    Options.requirePositive(horizon, "--horizon");
    Options.require(top >= 1 && top <= 1_000, "--top", top + " is not between 1 and 1000");
    dashboard.check();
  }

  @Override
  protected @Nullable Companion companion() {
    return dashboard.open();
  }

  @Override
  protected long generatorPace() {
    return dashboard.linesPerSecond();
  }

  @Override
  protected TypeInformation<StoreEvent> eventType() {
    return StoreEvent.TYPE;
  }

  @Override
  protected LineParser<StoreEvent> parser() {
    return new StoreEventParser();
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new StoreGenerator(events, seed));
  }

  @Override
  protected void build(DataStream<StoreEvent> events, Outputs outputs) {
    SingleOutputStreamOperator<StoreEvent> marked =
        events
            .process(new MarkLate(), StoreEvent.TYPE)
            .setParallelism(1)
            .name("mark-late")
            .uid("mark-late");
    DataStream<StoreEvent> inTime = unique(marked, outputs);
    sessions(inTime, outputs);
    Shoppers.build(inTime, outputs);
    Sales.build(inTime, top, outputs);
  }

  /** Gives each event once, without the late ones. Everything else the job does begins here. */
  private DataStream<StoreEvent> unique(DataStream<StoreEvent> events, Outputs outputs) {
    Deduplicator<StoreEvent, String> dedup =
        Deduplicator.on(StoreEvent.TYPE)
            .keyedBy(StoreEvent::eventId, Types.STRING)
            .within(horizon)
            .allowedLateness(horizon) // so that a late event is told from a repetition of it
            .emitDuplicates()
            .build();
    SingleOutputStreamOperator<StoreEvent> unique = dedup.applyTo(events, "deduplicate");
    outputs.write(unique.getSideOutput(dedup.duplicates()), DuplicateRecord::of, "duplicates");
    outputs.write(
        unique
            .filter(StoreEvent::late)
            .name("late")
            .uid("late")
            .union(unique.getSideOutput(dedup.late())),
        "late");
    return unique.filter(event -> !event.late()).name("in-time").uid("in-time");
  }

  private void sessions(DataStream<StoreEvent> events, Outputs outputs) {
    SessionAggregator<StoreEvent, String, long[], long[]> aggregator =
        SessionAggregator.on(StoreEvent.TYPE)
            .keyedBy(StoreEvent::userId, Types.STRING)
            .closeAfterInactivity(gap)
            .aggregate(new TypeCounts(), TypeCounts.TYPE, TypeCounts.TYPE)
            .build();
    outputs.write(aggregator.applyTo(events, "sessions"), SessionRecord::of, "sessions");
  }
}
