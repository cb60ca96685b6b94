// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Transfer;
import java.util.Locale;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/**
 * Velocity as Flink SQL has it: {@code COUNT} and {@code SUM} {@code OVER (RANGE ...)}. A way for
 * whole jobs only: it is several operators.
 *
 * @param limits the rules
 */
public record SqlOver(Limits limits) implements Way<Transfer, Tuple3<String, Long, Long>> {

  @Override
  public String name() {
    return "SQL OVER";
  }

  @Override
  public DataStream<Tuple3<String, Long, Long>> applyTo(DataStream<Transfer> transfers) {
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(transfers.getExecutionEnvironment());
    tables.createTemporaryView(
        "transfers",
        transfers,
        Schema.newBuilder()
            .column("id", "BIGINT")
            .column("customer", "STRING")
            .column("cents", "BIGINT")
            .columnByMetadata("ts", DataTypes.TIMESTAMP_LTZ(3), "rowtime")
            .watermark("ts", "SOURCE_WATERMARK()")
            .build());
    // SQL's range includes both ends.
    long before = limits.windowMillis() - 1;
    String interval =
        String.format(
            Locale.ROOT,
            "INTERVAL '%d %02d:%02d:%02d.%03d' DAY TO SECOND(3)",
            before / 86_400_000,
            before / 3_600_000 % 24,
            before / 60_000 % 60,
            before / 1_000 % 60,
            before % 1_000);
    String query =
        "SELECT id, n, total FROM (SELECT id, COUNT(*) OVER w AS n, SUM(cents) OVER w AS total FROM"
            + " transfers WINDOW w AS (PARTITION BY customer ORDER BY ts RANGE BETWEEN "
            + interval
            + " PRECEDING AND CURRENT ROW)) WHERE n > "
            + limits.mostEvents()
            + " OR total > "
            + limits.mostCents();
    Limits rules = limits;
    return tables
        .toDataStream(tables.sqlQuery(query))
        .flatMap(
            (Row row, Collector<Tuple3<String, Long, Long>> out) -> {
              Long id = row.getFieldAs("id");
              Long count = row.getFieldAs("n");
              Long sum = row.getFieldAs("total");
              if (count > rules.mostEvents()) {
                out.collect(Tuple3.of("count", id, count));
              }
              if (sum > rules.mostCents()) {
                out.collect(Tuple3.of("sum", id, sum));
              }
            })
        .returns(Limits.ALERT);
  }

  @Override
  public long digest(Tuple3<String, Long, Long> alert) {
    return Limits.digest(alert.f0, alert.f1, alert.f2);
  }
}
