// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.fraud.FraudRecords.LateRecord;
import io.github.flinkpatterns.examples.input.LineSource;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Puts the transactions aside that lie further behind than allowed. It runs in the source's chain,
 * so that it sees each with exactly the watermark that was before it; behind a shuffle the two
 * race.
 */
final class LateTransactions extends ProcessFunction<Transaction, Transaction> {

  static final OutputTag<LateRecord> LATE = new OutputTag<>("late", LateRecord.TYPE);

  @Override
  public void processElement(Transaction tx, Context context, Collector<Transaction> out) {
    if (LineSource.isLate(tx.timestampMillis(), context.timerService().currentWatermark())) {
      context.output(
          LATE, new LateRecord(tx.transactionId(), tx.customerId(), tx.timestampMillis()));
    } else {
      out.collect(tx);
    }
  }
}
