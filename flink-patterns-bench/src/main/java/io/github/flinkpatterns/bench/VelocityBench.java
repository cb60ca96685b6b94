// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.VelocityDetector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Two rules over one sliding window of a customer, count and sum: ours against a list of events
 * that is read, pruned, summed and written back at every event.
 *
 * <p>Scenario: one event a millisecond of event time, in order, over 1,000 customers ({@code
 * -Dcustomers}); the window is so long that it holds 5, 50 or 500 events of a customer on average.
 * About one event in 1,000 alerts. A watermark every 200 events, a barrier every 100,000. Warm-up:
 * two windows.
 *
 * <p>Command: {@code flink-patterns-bench/run velocity}.
 */
final class VelocityBench {

  private static final int CUSTOMERS = Integer.getInteger("customers", 1_000);
  private static final int MEAN_CENTS = 5_000;

  /** One event. */
  record Payment(long id, String customer, long cents) {}

  /** The rival: what users write, and what the best-known fraud example does. */
  static final class ListScan
      extends KeyedProcessFunction<String, Payment, Tuple3<String, Long, Long>> {
    private final long window;
    private final long mostEvents;
    private final long mostCents;
    private transient @Nullable ListState<Tuple2<Long, Long>> recent;

    ListScan(long window, long mostEvents, long mostCents) {
      this.window = window;
      this.mostEvents = mostEvents;
      this.mostCents = mostCents;
    }

    @Override
    public void open(OpenContext context) {
      recent =
          getRuntimeContext()
              .getListState(
                  new ListStateDescriptor<>("recent", Types.TUPLE(Types.LONG, Types.LONG)));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(
        Payment payment, Context context, Collector<Tuple3<String, Long, Long>> out)
        throws Exception {
      long time = context.timestamp();
      List<Tuple2<Long, Long>> kept = new ArrayList<>();
      long sum = payment.cents();
      for (Tuple2<Long, Long> each : recent.get()) {
        if (each.f0 > time - window) {
          kept.add(each);
          sum += each.f1;
        }
      }
      kept.add(Tuple2.of(time, payment.cents()));
      recent.update(kept);
      if (kept.size() > mostEvents) {
        out.collect(Tuple3.of("count", payment.id(), (long) kept.size()));
      }
      if (sum > mostCents) {
        out.collect(Tuple3.of("sum", payment.id(), sum));
      }
    }
  }

  private VelocityBench() {}

  /** The stream; it is the same for every window. */
  static final class Payments implements PairedRun.Workload<Payment> {
    private final String[] names = new String[CUSTOMERS];

    @Override
    public StreamRecord<Payment> event(long index) {
      SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
      int customer = random.nextInt(CUSTOMERS);
      if (names[customer] == null) {
        names[customer] = "customer-" + customer;
      }
      return new StreamRecord<>(
          new Payment(index, names[customer], random.nextInt(2 * MEAN_CENTS)), 10_000 + index);
    }

    @Override
    public long watermark(long index) {
      return 10_000 + index;
    }
  }

  private static VelocityDetector<Payment, String> detector(
      long window, long mostEvents, long mostCents) {
    Duration length = Duration.ofMillis(window);
    return VelocityDetector.on(Payment.class)
        .keyedBy(Payment::customer, String.class)
        .eventId(Payment::id)
        .amount("cents", Payment::cents)
        .decimals(0)
        .rule("count", r -> r.count().exceeds((double) mostEvents).within(length))
        .rule("sum", r -> r.sum("cents").exceeds((double) mostCents).within(length))
        .evidence(0)
        .maxEventsPerKey(2_000)
        .build();
  }

  static void run(String backend, int rounds, Path folder, PrintStream out) throws Exception {
    for (int held : new int[] {5, 50, 500}) {
      run(backend, held, rounds, folder, out);
    }
    together(backend, rounds, folder, out);
  }

  // Three deviations above the mean.
  private static long mostEvents(int held) {
    return Math.round(held + 3.1 * Math.sqrt(held));
  }

  private static long mostCents(int held) {
    return Math.round(MEAN_CENTS * (held + 3.1 * Math.sqrt(4.0 / 3 * held)));
  }

  private static void run(String backend, int held, int rounds, Path folder, PrintStream out)
      throws Exception {
    long window = (long) held * CUSTOMERS;
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Payment> payments = env.fromData(new Payment(0, "a", 1));
    VelocityDetector<Payment, String> ours = detector(window, mostEvents(held), mostCents(held));
    TypeInformation<Tuple3<String, Long, Long>> found =
        Types.TUPLE(Types.STRING, Types.LONG, Types.LONG);
    List<Variant<Payment>> variants = new ArrayList<>();
    variants.add(fast("VelocityDetector, fast host", ours, payments, backend, folder));
    variants.add(
        new OperatorVariant<>(
            "VelocityDetector, function host",
            Operators.<Payment, Alert<String>>of(
                payments.keyBy(Payment::customer, Types.STRING).process(ours.toFunction())),
            Payment::customer,
            Types.STRING,
            backend,
            folder,
            VelocityBench::hash));
    variants.add(
        new OperatorVariant<>(
            "ListState, scanned",
            Operators.<Payment, Tuple3<String, Long, Long>>of(
                payments
                    .keyBy(Payment::customer, Types.STRING)
                    .process(new ListScan(window, mostEvents(held), mostCents(held)))
                    .returns(found)),
            Payment::customer,
            Types.STRING,
            backend,
            folder,
            t -> Objects.hash(t.f0, t.f1, t.f2)));
    variants.addAll(Baselines.of(payments, Payment::customer, Types.STRING, backend, folder));
    PairedRun<Payment> run = new PairedRun<>(new Payments(), variants, 100_000, 200, 100_000);
    List<PairedRun.Cost> costs = run.run(warmUp(held), rounds, out);
    PairedRun.print(
        "Velocity with " + held + " events in the window, on " + backend,
        costs,
        variants.get(0).outputs(),
        out);
    for (Variant<Payment> variant : variants) {
      variant.close();
    }
  }

  private static int warmUp(int held) {
    return Math.max(5, 2 * held * CUSTOMERS / 100_000);
  }

  /** The three windows side by side in one run: does a longer window cost more? */
  private static void together(String backend, int rounds, Path folder, PrintStream out)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Payment> payments = env.fromData(new Payment(0, "a", 1));
    List<Variant<Payment>> variants = new ArrayList<>();
    for (int held : new int[] {5, 50, 500}) {
      // Every event alerts by neither rule: the results of different windows could not be equal.
      VelocityDetector<Payment, String> never =
          detector((long) held * CUSTOMERS, 100_000, 100_000L * MEAN_CENTS);
      variants.add(fast("fast host, " + held + " events", never, payments, backend, folder));
    }
    PairedRun<Payment> run = new PairedRun<>(new Payments(), variants, 100_000, 200, 100_000);
    List<PairedRun.Cost> costs = run.run(warmUp(500), 2 * rounds, out);
    PairedRun.print("Velocity by length of window, on " + backend, costs, 0, out);
    for (Variant<Payment> variant : variants) {
      variant.close();
    }
  }

  private static Variant<Payment> fast(
      String name,
      VelocityDetector<Payment, String> detector,
      DataStream<Payment> payments,
      String backend,
      Path folder)
      throws Exception {
    return new OperatorVariant<>(
        name,
        Operators.<Payment, Alert<String>>of(
            detector.applyTo(payments, "ours", CacheSettings.defaults())),
        Payment::customer,
        Types.STRING,
        backend,
        folder,
        VelocityBench::hash);
  }

  private static long hash(Alert<String> alert) {
    return Objects.hash(alert.ruleId(), Long.parseLong(alert.eventId()), (long) alert.value());
  }
}
