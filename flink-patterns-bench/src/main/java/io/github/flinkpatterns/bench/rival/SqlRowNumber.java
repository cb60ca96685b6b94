// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Payment;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Flink SQL's deduplication, {@code ROW_NUMBER() ... = 1}, by time of arrival or of the event. A
 * way for whole jobs only: it is several operators.
 *
 * @param time PROC or ROW
 * @param horizon how long state is kept
 */
public record SqlRowNumber(Time time, Duration horizon) implements Way<Payment, Row> {

  /** What the rows are in order of. */
  public enum Time {
    /** The time of arrival. */
    PROC,
    /** The time of the event. */
    ROW
  }

  @Override
  public String name() {
    return "SQL ROW_NUMBER, " + (time == Time.PROC ? "time of arrival" : "event time");
  }

  @Override
  public DataStream<Row> applyTo(DataStream<Payment> payments) {
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(payments.getExecutionEnvironment());
    tables.getConfig().setIdleStateRetention(horizon);
    Schema.Builder schema = Schema.newBuilder().column("id", "STRING").column("amount", "BIGINT");
    if (time == Time.PROC) {
      schema.columnByExpression("ts", "PROCTIME()");
    } else {
      schema
          .columnByMetadata("ts", DataTypes.TIMESTAMP_LTZ(3), "rowtime")
          .watermark("ts", "SOURCE_WATERMARK()");
    }
    tables.createTemporaryView("payments", payments, schema.build());
    return tables.toChangelogStream(
        tables.sqlQuery(
            "SELECT id, amount FROM (SELECT id, amount, ROW_NUMBER() OVER (PARTITION BY id ORDER BY"
                + " ts ASC) AS n FROM payments) WHERE n = 1"));
  }

  @Override
  public long digest(Row row) {
    return row.<Long>getFieldAs("amount");
  }

  @Override
  public boolean takesBack(Row row) {
    return row.getKind() == RowKind.DELETE || row.getKind() == RowKind.UPDATE_BEFORE;
  }
}
