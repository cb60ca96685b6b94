// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.host.CacheSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Deduplication by a 36-character id: ours against a value state with time-to-live.
 *
 * <p>Scenario: one event a millisecond of event time, 10 % of them redeliveries of one of the last
 * 50,000 events, horizon one hour. Ids only grow in number during the run. A watermark every 200
 * events, a barrier every 100,000.
 *
 * <p>Command: {@code flink-patterns-bench/run dedup}.
 */
final class DedupBench {

  /** One event. */
  record Payment(String id, long amount) {}

  /** What most jobs do today. */
  static final class ValueStateWithTtl extends KeyedProcessFunction<String, Payment, Payment> {
    private transient @Nullable ValueState<Boolean> seen;

    @Override
    public void open(OpenContext context) {
      ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
      descriptor.enableTimeToLive(
          StateTtlConfig.newBuilder(Duration.ofHours(1))
              .cleanupInRocksdbCompactFilter(1_000)
              .build());
      seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(Payment payment, Context context, Collector<Payment> out)
        throws Exception {
      if (seen.value() == null) {
        seen.update(true);
        out.collect(payment);
      }
    }
  }

  private DedupBench() {}

  static final class Payments implements PairedRun.Workload<Payment> {
    @Override
    public StreamRecord<Payment> event(long index) {
      SplittableRandom random = new SplittableRandom(index);
      boolean again = index > 50_000 && random.nextInt(10) == 0;
      long original = again ? index - 1 - random.nextInt(50_000) : index;
      SplittableRandom id = new SplittableRandom(~original);
      return new StreamRecord<>(
          new Payment(new UUID(id.nextLong(), id.nextLong()).toString(), index), 10_000 + original);
    }

    @Override
    public long watermark(long index) {
      return 10_000 + index - 60_000;
    }
  }

  static void run(String backend, int rounds, Path folder, PrintStream out) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Payment> payments = env.fromData(new Payment("a", 1));
    var exact =
        Deduplicator.on(Payment.class)
            .keyedBy(Payment::id, String.class)
            .within(Duration.ofHours(1))
            .build();

    var compact =
        Deduplicator.on(Payment.class)
            .keyedBy(Payment::id, String.class)
            .within(Duration.ofHours(1))
            .compact(1_000_000)
            .build();

    List<Variant<Payment>> variants = new ArrayList<>();
    variants.add(
        new OperatorVariant<>(
            "Deduplicator, compact, fast host",
            Operators.<Payment, Payment>of(
                compact.applyTo(payments, "compact", CacheSettings.defaults())),
            compact.keySelector(),
            compact.keyType(),
            backend,
            folder,
            Payment::amount));
    variants.add(
        new OperatorVariant<>(
            "Deduplicator, one value an id, fast host",
            Operators.<Payment, Payment>of(
                exact.applyTo(payments, "ours", CacheSettings.defaults())),
            Payment::id,
            Types.STRING,
            backend,
            folder,
            Payment::amount));
    variants.add(
        new OperatorVariant<>(
            "ValueState with TTL",
            Operators.<Payment, Payment>of(
                payments.keyBy(Payment::id, Types.STRING).process(new ValueStateWithTtl())),
            Payment::id,
            Types.STRING,
            backend,
            folder,
            Payment::amount));
    variants.addAll(Baselines.of(payments, Payment::id, Types.STRING, backend, folder));

    PairedRun<Payment> run = new PairedRun<>(new Payments(), variants, 100_000, 200, 100_000);
    List<PairedRun.Cost> costs = run.run(5, rounds, out);
    PairedRun.print("Deduplication on " + backend, costs, variants.get(0).outputs(), out);
    for (Variant<Payment> variant : variants) {
      variant.close();
    }
  }
}
