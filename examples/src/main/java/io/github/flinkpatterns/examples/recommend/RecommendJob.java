// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.recommend.RecommendRecords.RecommendationRecord;
import io.github.flinkpatterns.recommend.ItemRecommender;
import io.github.flinkpatterns.recommend.Recommendation;
import io.github.flinkpatterns.recommend.RecommenderBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Recommendations after every event of a file of ratings or clicks. */
@Command(
    name = "recommend",
    description =
        "Ratings or clicks: the items that each user may take next, learned as they come.")
public final class RecommendJob extends JobCommand<Interaction> {

  private static final String EVALUATION = "evaluation";

  @Option(
      names = "--format",
      paramLabel = "movietweetings|tsv|csv",
      defaultValue = "csv",
      converter = Format.Converter.class,
      description =
          "user::item::rating::seconds, SessionId ItemId Time with tabs, or"
              + " user,item,seconds[,rating] (default: ${DEFAULT-VALUE}).")
  private Format format = Format.CSV;

  @Option(
      names = "--evaluate",
      description =
          "Tell how often the item taken was among ten recommended just before, in"
              + " evaluation.json.")
  private boolean evaluate;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Items in a recommendation, 1 to 30 (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--half-life",
      paramLabel = "DURATION",
      defaultValue = "7d",
      converter = DurationConverter.class,
      description = "What users took counts half after this time (default: ${DEFAULT-VALUE}).")
  private Duration halfLife = Duration.ofDays(7);

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "50",
      description = "Neighbours kept of an item (default: ${DEFAULT-VALUE}).")
  private int neighbours = 50;

  @Option(
      names = "--history",
      paramLabel = "N",
      defaultValue = "20",
      description = "Latest items kept of a user (default: ${DEFAULT-VALUE}).")
  private int history = 20;

  @Override
  protected List<String> streams() {
    List<String> streams = new ArrayList<>(List.of("recommendations"));
    if (evaluate) {
      streams.add(EVALUATION);
    }
    return streams;
  }

  @Override
  protected List<?> identity() {
    return List.of(format, evaluate, top, halfLife, neighbours, history);
  }

  @Override
  protected void checkOptions() {
    Options.require(
        !evaluate || !endless(),
        "--evaluate",
        "counts up at the end, which there is none of; add --kafka-until-end");
    Options.require(top >= 1 && top <= 30, "--top", top + " is not between 1 and 30");
    Options.requirePositive(halfLife, "--half-life");
    Options.require(
        neighbours >= 1 && neighbours <= 10_000,
        "--neighbours",
        neighbours + " is not between 1 and 10000");
    Options.require(
        history >= 2 && history <= 10_000, "--history", history + " is not between 2 and 10000");
  }

  @Override
  protected TypeInformation<Interaction> eventType() {
    return Interaction.TYPE;
  }

  @Override
  protected LineParser<Interaction> parser() {
    return new InteractionParser(format);
  }

  @Override
  protected LineInput generator(long events, long seed) {
    Options.require(format == Format.CSV, "--format", "the generator writes csv; give an --input");
    return new GeneratedInput("generator", () -> new InteractionGenerator(events, seed));
  }

  @Override
  protected void build(DataStream<Interaction> interactions, Outputs outputs) {
    RecommenderBuilder<Interaction, String, String> builder =
        ItemRecommender.on(Interaction.TYPE)
            .user(Interaction::userId, Types.STRING)
            .item(Interaction::itemId, Types.STRING)
            .history(history)
            .neighbours(neighbours)
            .seen(200)
            .top(top)
            .halfLife(halfLife)
            .forgetAfterInactivity(Duration.ofDays(365));
    if (evaluate) {
      builder.evaluate();
    }
    ItemRecommender<Interaction, String, String> recommender = builder.build();
    SingleOutputStreamOperator<Recommendation<String, String>> recommendations =
        recommender.applyTo(endless() ? interactions : SortByTime.of(interactions), "recommend");
    outputs.write(
        recommendations
            .map(RecommendationRecord::of)
            .returns(RecommendationRecord.TYPE)
            .name("recommendation-records")
            .uid("recommendation-records"),
        "recommendations");
    if (evaluate) {
      DataStream<Integer> events =
          interactions
              .map(interaction -> Evaluation.EVENT)
              .returns(Types.INT)
              .name("events-read")
              .uid("events-read");
      DataStream<Integer> ranks =
          recommendations
              .getSideOutput(recommender.outcomes())
              .map(outcome -> outcome.rank())
              .returns(Types.INT)
              .name("ranks")
              .uid("ranks");
      outputs.write(
          events
              .union(ranks)
              .keyBy(rank -> 0, Types.INT)
              .process(new Evaluation(), RecommendRecords.EvaluationRecord.TYPE)
              .setParallelism(1)
              .name(EVALUATION)
              .uid(EVALUATION),
          EVALUATION);
    }
  }

  @Override
  protected void finished(Path output) throws IOException {
    if (!evaluate) {
      return;
    }
    try (Stream<Path> files = Files.list(output.resolve(EVALUATION))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        Files.copy(file, output.resolve("evaluation.json"));
      }
    }
  }
}
