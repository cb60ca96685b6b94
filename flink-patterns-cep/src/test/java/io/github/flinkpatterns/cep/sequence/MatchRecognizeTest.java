// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the matches against those of Flink SQL's {@code MATCH_RECOGNIZE} over the same stream.
 *
 * <p>What lies between is told by a condition, not by a reluctant {@code X*?}: when a match has to
 * wait for an earlier start, Flink may go on with the reluctant loop and give the longer match.
 */
class MatchRecognizeTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static final String WITHIN = "WITHIN INTERVAL '0.040' SECOND\n";

  enum Query {
    PRICE_SURGE(
        Sequences.PRICE_SURGE,
        "PATTERN (FIRST_ROW X* LAST_ROW) "
            + WITHIN
            + "DEFINE X AS X.price <= FIRST_ROW.price * CAST(1.3 AS DOUBLE),\n"
            + "LAST_ROW AS LAST_ROW.price > FIRST_ROW.price * CAST(1.3 AS DOUBLE)"),
    PRICE_DROP(
        Sequences.PRICE_DROP,
        "PATTERN (FIRST_ROW X* LAST_ROW) "
            + WITHIN
            + "DEFINE X AS X.price >= FIRST_ROW.price * CAST(0.7 AS DOUBLE),\n"
            + "LAST_ROW AS LAST_ROW.price < FIRST_ROW.price * CAST(0.7 AS DOUBLE)"),
    V_SHAPE(
        Sequences.V_SHAPE,
        "PATTERN (FIRST_ROW DOWN+? UP* LAST_ROW) "
            + WITHIN
            + "DEFINE DOWN AS (LAST(DOWN.price, 1) IS NULL AND DOWN.price < FIRST_ROW.price)"
            + " OR DOWN.price < LAST(DOWN.price, 1),\n"
            + "UP AS UP.price < FIRST_ROW.price"
            + " AND LAST(DOWN.price) <= FIRST_ROW.price * CAST(0.9 AS DOUBLE)"
            + " AND ((LAST(UP.price, 1) IS NULL AND UP.price > LAST(DOWN.price))"
            + " OR UP.price > LAST(UP.price, 1)),\n"
            // What has regained the level is above all before it, which had not.
            + "LAST_ROW AS LAST_ROW.price >= FIRST_ROW.price"
            + " AND LAST(DOWN.price) <= FIRST_ROW.price * CAST(0.9 AS DOUBLE)"),
    LOGIN_THEN_HIGH_VALUE(
        Sequences.LOGIN_THEN_HIGH_VALUE,
        "PATTERN (FIRST_ROW X* LAST_ROW) "
            + WITHIN
            + "DEFINE FIRST_ROW AS FIRST_ROW.type = 'a',\n"
            + "X AS X.type <> 'c' OR X.price <= 100,\n"
            + "LAST_ROW AS LAST_ROW.type = 'c' AND LAST_ROW.price > 100");

    final Sequences sequence;
    final String clauses;

    Query(Sequences sequence, String clauses) {
      this.sequence = sequence;
      this.clauses = clauses;
    }
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closing may be interrupted
  void matchesAreThoseOfMatchRecognize(Query query) throws Exception {
    List<Tick> events = query.sequence.random(5, 20, 80);
    Map<Long, Tick> byId = new HashMap<>();
    events.forEach(tick -> byId.put(tick.id(), tick));
    List<String> sql = new ArrayList<>();
    try (CloseableIterator<Row> rows = recognize(query, events)) {
      rows.forEachRemaining(
          row ->
              sql.add(
                  "match "
                      + row.getField(0)
                      + " "
                      + byId.get(row.<Long>getFieldAs(1)).time()
                      + "-"
                      + byId.get(row.<Long>getFieldAs(2)).time()
                      + " "
                      + row.getField(1)
                      + "-"
                      + row.getField(2)));
    }
    assertThat(sql).hasSizeGreaterThan(20);
    List<String> ours = new ArrayList<>();
    for (String result :
        Sequences.run(flink.environment(), query.sequence.spec, events, 10, true)) {
      if (result.startsWith("match")) {
        List<String> names =
            Splitter.on(' ')
                .splitToList(result.substring(result.indexOf('[') + 1, result.length() - 1));
        ours.add(
            result.substring(0, result.indexOf('['))
                + id(names.get(0))
                + "-"
                + id(names.get(names.size() - 1)));
      }
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(sql);
  }

  private static String id(String name) {
    return name.replaceAll("[a-z]", "");
  }

  private static CloseableIterator<Row> recognize(Query query, List<Tick> events) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    DataStream<Row> rows =
        env.fromData(events, TypeInformation.of(Tick.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tick>forBoundedOutOfOrderness(Duration.ofMillis(10))
                    .withTimestampAssigner((tick, at) -> tick.time()))
            .map(
                tick ->
                    Row.of(
                        tick.key(),
                        tick.id(),
                        tick.type(),
                        tick.value(),
                        LocalDateTime.ofInstant(Instant.ofEpochMilli(tick.time()), ZoneOffset.UTC)))
            .returns(
                Types.ROW_NAMED(
                    new String[] {"k", "id", "type", "price", "ts"},
                    Types.STRING,
                    Types.LONG,
                    Types.STRING,
                    Types.DOUBLE,
                    Types.LOCAL_DATE_TIME));
    tables.createTemporaryView(
        "ticks",
        rows,
        Schema.newBuilder()
            .column("k", "STRING")
            .column("id", "BIGINT")
            .column("type", "STRING")
            .column("price", "DOUBLE")
            .column("ts", "TIMESTAMP(3)")
            .watermark("ts", "ts - INTERVAL '0.010' SECOND")
            .build());
    return tables
        .executeSql(
            "SELECT * FROM ticks MATCH_RECOGNIZE (\n"
                + "PARTITION BY k ORDER BY ts, id\n"
                + "MEASURES FIRST_ROW.id AS first_id, LAST_ROW.id AS last_id\n"
                + "ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW\n"
                + query.clauses
                + ")")
        .collect();
  }
}
