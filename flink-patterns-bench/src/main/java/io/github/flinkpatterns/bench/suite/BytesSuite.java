// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Equality;
import io.github.flinkpatterns.bench.run.StateSize;
import io.github.flinkpatterns.bench.stream.Payment;
import io.github.flinkpatterns.bench.stream.Payments;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that deduplication takes for a live id: heap, and a whole checkpoint.
 *
 * <p>Scenario: a million 36-character ids, each once. Heap is what goes when the operator goes, by
 * full collections before and after. On RocksDB it is that of the cache, which for the mode with
 * one value an id holds 262,144 of them; the memory of RocksDB is none of the heap.
 *
 * <p>Command: {@code flink-patterns-bench/run bytes}.
 */
final class BytesSuite {

  static final String TITLE = "Bytes for a live id";
  static final String HEAP = "heap";
  static final String CHECKPOINT = "checkpoint";

  private BytesSuite() {}

  static void run(Context context) throws Exception {
    int ids = context.scale().pick(2_000, 1_000_000, 1_000_000);
    List<Way<Payment, Payment>> ways =
        List.of(DedupWays.compact(ids), DedupWays.exact(), DedupWays.ttl());
    List<Table.Row> rows = new ArrayList<>();
    String title = TITLE + " on " + context.setup().backend();
    Equality equality = new Equality();
    for (Way<Payment, Payment> way : ways) {
      StateSize size = StateSize.of(way, new Payments(0, 1), ids, ids, context.setup());
      equality.add("", way.name(), size.digest(), size.outputs());
      rows.add(new Table.Row(way.name(), List.of(size.heap(), size.checkpoint())));
      context.progress().step(title, rows.size(), ways.size());
    }
    equality.finish(title);
    context
        .report()
        .add(
            new Table(
                "bytes",
                title,
                String.format("%,d 36-character ids, each once.", ids)
                    + (context.on("rocksdb") ? " The heap is that of the cache." : ""),
                "bytes for an id",
                "place",
                List.of(HEAP, CHECKPOINT),
                rows,
                Table.Chart.BARS));
  }
}
