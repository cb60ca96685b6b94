// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.profile.Interest;
import io.github.flinkpatterns.profile.Profile;
import io.github.flinkpatterns.recommend.Recommendation;
import io.github.flinkpatterns.recommend.ScoredItem;
import io.github.flinkpatterns.testkit.job.JobTypeGuard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JSON in and out: events, profiles and recommendations; what is malformed is kept. */
@Tag("every-flink")
class JsonLinesTest {

  /** An event. */
  public record Click(String user, String item, long at) {}

  public record Price(BigDecimal cents) {}

  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);

  private static <T> List<T> collect(DataStream<T> stream) throws Exception {
    return stream.executeAndCollect(100);
  }

  @Test
  void malformedLinesAreKeptWithTheirReason() throws Exception {
    var clicks = JsonLines.of(Click.class);
    DataStream<String> lines =
        env.fromData(
            "{\"user\":\"ann\",\"item\":\"a\",\"at\":5,\"added\":\"later\"}",
            "{\"user\":\"ann\",\"item\":\"a\",\"at\":\"soon\"}",
            "{\"user\":\"ann\",\"item\":\"a\"}",
            "{\"user\":\"ann\",\"item\":\"a\",\"at\":5} {}",
            "{\"user\":",
            "null",
            "");
    var read = clicks.read(lines, "clicks");
    DataStream<String> both =
        read.map(Click::toString)
            .returns(Types.STRING)
            .union(
                read.getSideOutput(clicks.rejected())
                    .map(r -> r.line() + " <- " + r.reason())
                    .returns(Types.STRING));
    JobTypeGuard.assertNoGenericTypes(env);

    List<String> found = collect(both);
    assertThat(found).hasSize(7).contains("Click[user=ann, item=a, at=5]");
    assertThat(found).filteredOn(line -> line.contains("<-")).hasSize(6);
    assertThat(found).anyMatch(line -> line.matches(".*soon.* <- at: Cannot deserialize.*"));
    assertThat(found).anyMatch(line -> line.matches(".*\"a\"} <- .*Missing.*'at'.*"));
    assertThat(found).anyMatch(line -> line.matches("null <- no object"));
    assertThat(found).anyMatch(line -> line.matches(" <- .*end-of-input.*"));
  }

  /** What Jackson bounds is bounded: depth, length of names and numbers. */
  @Test
  @Timeout(120)
  void hostileLinesAreKeptAsideToo() throws Exception {
    var clicks = JsonLines.of(Click.class);
    int many = 500_000;
    String click = "{\"user\":\"ann\",\"item\":\"a\",\"at\":";
    List<String> hostile =
        List.of(
            "[".repeat(many),
            "{\"user\":".repeat(many),
            click + "5,\"x\":" + "[".repeat(many) + "]".repeat(many) + "}",
            click + "9".repeat(many) + "}",
            click + "1e1000000000}",
            click + "NaN}",
            click + "-Infinity}",
            click + "9223372036854775808}",
            "{\"" + "n".repeat(100_000) + "\":1}",
            "\u0000".repeat(many),
            " ".repeat(many),
            click + "5}".repeat(2));
    var decimals = JsonLines.of(Price.class);
    var prices =
        decimals.read(
            env.fromData(
                "{\"cents\":1e99999999999}",
                "{\"cents\":" + "9".repeat(many) + "}",
                "{\"cents\":NaN}",
                "{\"cents\":1.5}"),
            "prices");
    assertThat(
            collect(
                prices
                    .getSideOutput(decimals.rejected())
                    .map(Rejected::reason)
                    .returns(Types.STRING)))
        .hasSize(3);

    var read = clicks.read(env.fromData(hostile), "clicks");
    List<String> reasons =
        collect(
            read.map(Click::toString)
                .returns(Types.STRING)
                .union(
                    read.getSideOutput(clicks.rejected())
                        .map(Rejected::reason)
                        .returns(Types.STRING)));
    assertThat(reasons)
        .hasSize(hostile.size())
        .noneMatch(reason -> reason.startsWith("Click["))
        .allMatch(reason -> reason.length() < 1_000);
  }

  @Test
  void profilesComeBackAsTheyWere() throws Exception {
    TypeInformation<Profile<String>> type = Profile.type(Types.STRING);
    Profile<String> profile =
        new Profile<>(
            "ann",
            List.of(new Interest("shoes", .109, 0, 2)),
            Map.of("view", 1L, "purchase", 1L),
            Map.of("basket", 12.5),
            2,
            20,
            21);
    var json = JsonLines.of(type, Profile.class, String.class);
    DataStream<String> lines = json.write(env.fromData(type, profile), "out");

    assertThat(collect(lines).get(0))
        .contains("\"key\":\"ann\"", "\"category\":\"shoes\"", "\"asOfMillis\":21");
    assertThat(collect(json.read(lines, "in"))).containsExactly(profile);
  }

  @Test
  void recommendationsComeBackAsTheyWere() throws Exception {
    var recommender =
        io.github.flinkpatterns.recommend.ItemRecommender.on(Click.class)
            .user(Click::user, String.class)
            .item(Click::item, String.class)
            .history(5)
            .neighbours(5)
            .seen(5)
            .build();
    var recommendations =
        recommender.applyTo(
            env.fromData(
                    new Click("ann", "a", 1), new Click("bob", "b", 2), new Click("ann", "b", 3))
                .assignTimestampsAndWatermarks(
                    org.apache.flink.api.common.eventtime.WatermarkStrategy
                        .<Click>forMonotonousTimestamps()
                        .withTimestampAssigner((click, before) -> click.at())),
            "next");
    var json =
        JsonLines.of(recommendations.getType(), Recommendation.class, String.class, String.class);
    List<Recommendation<String, String>> back =
        collect(json.read(json.write(recommendations, "out"), "in"));

    assertThat(back).hasSize(3);
    assertThat(back)
        .filteredOn(r -> r.user().equals("bob"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.items()).extracting(ScoredItem::item).containsExactly("a");
              assertThat(r.items().get(0).score()).isPositive();
              assertThat(r.atMillis()).isEqualTo(2);
            });
  }
}
