// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release that adds a field to a layout: what the release before it wrote is read, on both hosts
 * and backends and at another parallelism, and the older release refuses what the newer one wrote.
 */
@Tag("every-flink")
class LayoutChangeTest {

  /** An amount of money; below zero it is a refund. */
  record Payment(String customer, long cents) {}

  /** What a customer has paid. The release of layout 2 counts refunds too. */
  static final class Paid {
    long cents;
    long refunds;
    long untilMillis;

    Paid(long cents, long refunds, long untilMillis) {
      this.cents = cents;
      this.refunds = refunds;
      this.untilMillis = untilMillis;
    }
  }

  /** The code of a release: the number of the newest layout that it knows. */
  static final class PaidSerializer extends VersionedSerializer<Paid> {
    private final int layout;

    PaidSerializer(int layout) {
      super(layout);
      this.layout = layout;
    }

    @Override
    protected void write(Paid paid, DataOutputView out) throws IOException {
      Varint.writeSigned(paid.cents, out);
      out.writeLong(paid.untilMillis);
      if (layout >= 2) {
        Varint.writeUnsigned(paid.refunds, out);
      }
    }

    @Override
    protected Paid read(int version, DataInputView in) throws IOException {
      long cents = Varint.readSigned(in);
      long untilMillis = in.readLong();
      return new Paid(cents, version >= 2 ? Varint.readUnsigned(in) : 0, untilMillis);
    }

    @Override
    protected PaidSerializer withNested(TypeSerializer<?>[] nested) {
      return new PaidSerializer(layout);
    }

    @Override
    public Paid copy(Paid from) {
      return new Paid(from.cents, from.refunds, from.untilMillis);
    }

    @Override
    public TypeSerializerSnapshot<Paid> snapshotConfiguration() {
      return new PaidSnapshot(this);
    }
  }

  /** Restores the serializer of the release that runs, as a class of that release would. */
  public static final class PaidSnapshot
      extends VersionedSerializer.Snapshot<Paid, PaidSerializer> {
    private static int running;

    public PaidSnapshot() {}

    PaidSnapshot(PaidSerializer serializer) {
      super(serializer);
    }

    @Override
    protected PaidSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PaidSerializer(running);
    }
  }

  /** Emits the sum, and from release 2 on the refunds, 100 ms after the last payment. */
  record PaidLogic(int release) implements KeyedLogic<String, Payment, Paid, String> {
    @Override
    public String name() {
      return "Paid";
    }

    @Override
    public Paid create() {
      return new Paid(0, 0, NEVER);
    }

    @Override
    public void onEvent(
        Payment payment, long time, Paid paid, LogicContext<String, String> context) {
      paid.cents += payment.cents();
      paid.refunds += release >= 2 && payment.cents() < 0 ? 1 : 0;
      paid.untilMillis = time + 100;
    }

    @Override
    public void onDue(long due, Paid paid, LogicContext<String, String> context) {
      context.emit(context.key() + " " + paid.cents + " " + paid.refunds);
      paid.untilMillis = NEVER;
    }

    @Override
    public long nextDue(Paid paid) {
      return paid.untilMillis;
    }

    @Override
    public boolean isEmpty(Paid paid) {
      return paid.untilMillis == NEVER;
    }

    @Override
    public int sizeInBytes(Paid paid) {
      return 40;
    }

    @Override
    public TypeSerializer<Paid> stateSerializer(SerializerFactory serializers) {
      return new PaidSerializer(release);
    }

    @Override
    public TypeInformation<String> outputType() {
      return Types.STRING;
    }
  }

  /** Up to the savepoint nobody is refunded: release 1 could not have known. */
  private static StateCompatibility script(int release) {
    PaidSnapshot.running = release;
    PaidLogic logic = new PaidLogic(release);
    return StateCompatibility.of(
        Scenario.of(Hosts.function(logic))
            .keyedBy(Payment::customer, String.class)
            .alternatingWith(FastHost.operator(logic, Payment::customer, CacheSettings.defaults()))
            .event(new Payment("ann", 500), 1_000)
            .event(new Payment("bob", 70), 1_010)
            .watermark(1_005)
            .savepoint()
            .event(new Payment("ann", -200), 1_020)
            .event(new Payment("cid", -1), 1_030)
            .watermark(2_000));
  }

  @Test
  void theReleaseWithANewFieldReadsTheOldLayout(@TempDir Path folder) {
    script(1).record(folder.resolve("v1.snap"));
    script(1).verify(folder.resolve("v1.snap"));
    script(2).verify(folder.resolve("v1.snap"));
    script(2).record(folder.resolve("v2.snap"));
    script(2).verify(folder.resolve("v2.snap"));
  }

  @Test
  void theOlderReleaseRefusesTheNewLayout(@TempDir Path folder) {
    script(2).record(folder.resolve("v2.snap"));
    assertThatThrownBy(() -> script(1).verify(folder.resolve("v2.snap")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not restore what v2.snap holds")
        .hasMessageContaining("the value has layout version 2, this code reads 1 to 1");
  }
}
