// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/**
 * Holds counts and sums against Flink SQL's {@code OVER (RANGE ...)} over the same stream.
 *
 * <p>SQL counts events at both ends of its range and all that share the moment of the row, so the
 * events here have distinct moments and the range is a millisecond shorter.
 */
class VelocitySqlTest {

  private static final long WINDOW = 60;

  private static List<Tx> events() {
    List<Tx> ties = VelocityReferenceTest.events(9, 1_000, 0);
    // Distinct moments, out of order by up to four places.
    return IntStream.range(0, ties.size())
        .mapToObj(
            i -> {
              Tx tx = ties.get(i);
              long time = 10_000 + (i % 5 == 0 ? i + 4 : i - 1) * 5L + i % 3;
              return new Tx(
                  "e" + i, tx.customer(), time, tx.amount(), tx.terminal(), "ok", 0.0, 0.0);
            })
        .toList();
  }

  private static DataStream<Tx> stream(StreamExecutionEnvironment env) {
    return env.fromData(events(), org.apache.flink.api.common.typeinfo.TypeInformation.of(Tx.class))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Tx>forBoundedOutOfOrderness(Duration.ofMillis(100))
                .withTimestampAssigner((tx, at) -> tx.time()));
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    return env;
  }

  @Test
  @SuppressWarnings("try") // closing may be interrupted
  void countsAndSumsAreThoseOfFlinkSql() throws Exception {
    assertThat(events()).extracting(Tx::time).doesNotHaveDuplicates();
    Map<String, String> ours = new HashMap<>();
    StreamExecutionEnvironment env = environment();
    VelocityDetector<Tx, String> detector =
        Tx.detector()
            .rule("count", r -> r.count().atLeast(0).within(Duration.ofMillis(WINDOW)))
            .rule("sum", r -> r.sum("amount").atLeast(0).within(Duration.ofMillis(WINDOW)))
            .build();
    try (CloseableIterator<Alert<String>> alerts =
        detector.applyTo(stream(env), "velocity").executeAndCollect()) {
      alerts.forEachRemaining(
          alert -> ours.put(alert.ruleId() + alert.eventId(), plain(alert.value())));
    }
    Map<String, String> sql = new HashMap<>();
    StreamExecutionEnvironment sqlEnv = environment();
    StreamTableEnvironment tables = StreamTableEnvironment.create(sqlEnv);
    DataStream<Row> rows =
        stream(sqlEnv)
            .map(
                tx ->
                    Row.of(
                        tx.id(),
                        tx.customer(),
                        BigDecimal.valueOf(tx.amount()),
                        LocalDateTime.ofInstant(Instant.ofEpochMilli(tx.time()), ZoneOffset.UTC)))
            .returns(
                Types.ROW_NAMED(
                    new String[] {"id", "customer", "amount", "ts"},
                    Types.STRING,
                    Types.STRING,
                    Types.BIG_DEC,
                    Types.LOCAL_DATE_TIME));
    tables.createTemporaryView(
        "tx",
        rows,
        Schema.newBuilder()
            .column("id", "STRING")
            .column("customer", "STRING")
            .column("amount", "DECIMAL(12, 2)")
            .column("ts", "TIMESTAMP(3)")
            .watermark("ts", "ts - INTERVAL '0.100' SECOND")
            .build());
    try (CloseableIterator<Row> result =
        tables
            .executeSql(
                "SELECT id, COUNT(*) OVER w, SUM(amount) OVER w FROM tx WINDOW w AS (PARTITION BY"
                    + " customer ORDER BY ts RANGE BETWEEN INTERVAL '0.059' SECOND PRECEDING AND"
                    + " CURRENT ROW)")
            .collect()) {
      result.forEachRemaining(
          row -> {
            sql.put("count" + row.getField(0), row.getField(1).toString());
            sql.put("sum" + row.getField(0), plain(((BigDecimal) row.getField(2)).doubleValue()));
          });
    }
    assertThat(sql).hasSize(2_000);
    assertThat(ours).isEqualTo(sql);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
