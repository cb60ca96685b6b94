// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Payment;
import io.github.flinkpatterns.bench.stream.Payments;
import io.github.flinkpatterns.bench.stream.Workload;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap of an operator is its own, whatever else comes and goes meanwhile. */
class StateSizeTest {

  private static final int IDS = 20_000;

  /** What an operator before has left; large against what is measured. */
  private static final AtomicReference<byte[]> REMAINS = new AtomicReference<>(new byte[0]);

  @TempDir Path folder;

  /** Payments, at whose second event the remains go. */
  private record Forgetful(Payments payments) implements Workload<Payment> {
    @Override
    public TypeInformation<Payment> type() {
      return payments.type();
    }

    @Override
    public String key(Payment event) {
      return event.id();
    }

    @Override
    public StreamRecord<Payment> event(long index) {
      if (index == 1) {
        REMAINS.set(new byte[0]);
      }
      return payments.event(index);
    }

    @Override
    public long watermark(long index) {
      return payments.watermark(index);
    }
  }

  @AfterEach
  void letGo() {
    REMAINS.set(new byte[0]);
  }

  private StateSize size(Way<Payment, Payment> way, String backend) throws Exception {
    REMAINS.set(new byte[32 << 20]);
    return StateSize.of(
        way, new Forgetful(new Payments(0, 1)), IDS, IDS, new Setup(backend, folder));
  }

  @Test
  void onRocksDbTheHeapIsThatOfTheCache() throws Exception {
    StateSize cached = size(DedupWays.exact(), "rocksdb");
    // An entry of the cache is 160 bytes by its own account, and an id of 36 characters 80.
    assertThat(cached.heap()).isBetween(150.0, 600.0);
    StateSize without = size(DedupWays.ttl(), "rocksdb");
    // Nothing per id; what else the JVM lets go meanwhile may leave it a little below.
    assertThat(without.heap()).isBetween(-50.0, 100.0);
    assertThat(without.checkpoint()).isBetween(30.0, 100.0);
  }

  @Test
  void onTheHeapBackendItIsThatOfTheBackendToo() throws Exception {
    assertThat(size(DedupWays.ttl(), "hashmap").heap()).isBetween(80.0, 400.0);
  }

  @Test
  void whatWasMeasuredBeforeHasNoPartInIt() throws Exception {
    double first = size(DedupWays.ttl(), "hashmap").heap();
    size(DedupWays.exact(), "rocksdb");
    assertThat(size(DedupWays.ttl(), "hashmap").heap()).isBetween(.5 * first, 1.5 * first);
  }
}
