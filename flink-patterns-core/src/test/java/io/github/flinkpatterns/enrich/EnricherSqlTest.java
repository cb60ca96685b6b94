// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.enrich.Two.Click;
import io.github.flinkpatterns.enrich.Two.View;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** Holds the as-of join against Flink SQL's {@code FOR SYSTEM_TIME AS OF} over the same streams. */
class EnricherSqlTest {

  private static final TypeInformation<Row> ROW =
      Types.ROW_NAMED(
          new String[] {"ad", "id", "ts"}, Types.STRING, Types.INT, Types.LOCAL_DATE_TIME);

  /**
   * Clicks out of order; views in order and with distinct moments: SQL's versioned view drops
   * versions that come out of order.
   */
  private static List<Two.Step> steps() {
    List<Two.Step> steps = new ArrayList<>();
    for (Click click : Two.clicks(Two.steps(6, 3_000, 25, 40, 3))) {
      steps.add(new Two.Step(click, null, 0));
    }
    Map<Long, View> views = new TreeMap<>();
    for (View view : Two.views(Two.steps(7, 3_000, 25, 40, 3))) {
      views.put(view.at(), view);
    }
    views.values().stream()
        .sorted(Comparator.comparingLong(View::at))
        .forEach(view -> steps.add(new Two.Step(null, view, 0)));
    return steps;
  }

  private static LocalDateTime time(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private static Schema schema() {
    return Schema.newBuilder()
        .column("ad", "STRING")
        .column("id", "INT")
        .column("ts", "TIMESTAMP(3)")
        .watermark("ts", "ts - INTERVAL '0.100' SECOND")
        .build();
  }

  @Test
  @SuppressWarnings("try") // closing may be interrupted
  void eventsAreJoinedAsFlinkSqlDoes() throws Exception {
    List<Two.Step> steps = steps();
    var env = Two.environment();
    var enricher =
        Enricher.on(Click.class)
            .keyedBy(Click::ad, String.class)
            .with(View.class, View::ad)
            .validFor(Duration.ofDays(1))
            .build();
    var enriched =
        enricher.applyTo(Two.clicks(env, steps, 100), Two.views(env, steps, 100), "enrich");
    DataStream<String> ours =
        enriched
            .map(joined -> joined.left().id() + " " + joined.right().id())
            .returns(Types.STRING)
            .union(
                enriched
                    .getSideOutput(enricher.unmatched())
                    .map(unmatched -> unmatched.event().id() + " null")
                    .returns(Types.STRING));

    var sqlEnv = Two.environment();
    sqlEnv.setParallelism(1); // so that the views stay in order
    var tables = StreamTableEnvironment.create(sqlEnv);
    tables.createTemporaryView(
        "clicks",
        Two.clicks(sqlEnv, steps, 100)
            .map(click -> Row.of(click.ad(), click.id(), time(click.at())))
            .returns(ROW),
        schema());
    tables.createTemporaryView(
        "shown",
        Two.views(sqlEnv, steps, 100)
            .map(view -> Row.of(view.ad(), view.id(), time(view.at())))
            .returns(ROW),
        schema());
    tables.executeSql(
        "CREATE TEMPORARY VIEW versions AS SELECT ad, id, ts FROM (SELECT *, ROW_NUMBER() OVER"
            + " (PARTITION BY ad ORDER BY ts DESC) AS n FROM shown) WHERE n = 1");
    List<String> sql = new ArrayList<>();
    try (CloseableIterator<Row> rows =
        tables
            .executeSql(
                "SELECT c.id, v.id FROM clicks AS c LEFT JOIN versions FOR SYSTEM_TIME AS OF c.ts"
                    + " AS v ON c.ad = v.ad")
            .collect()) {
      rows.forEachRemaining(row -> sql.add(row.getField(0) + " " + row.getField(1)));
    }
    assertThat(sql).hasSize(Two.clicks(steps).size());
    assertThat(sql).anyMatch(line -> line.endsWith("null"));
    assertThat(Two.collect(ours)).containsExactlyInAnyOrderElementsOf(sql);
  }
}
