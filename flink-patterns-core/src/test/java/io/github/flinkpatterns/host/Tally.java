// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.OutputTag;

/**
 * A logic that uses all that the seam offers: several due moments for a key, one of which moves on
 * with every event, processing time, side outputs, counters and both kinds of control.
 */
final class Tally {

  static final OutputTag<String> LATE = new OutputTag<>("late", Types.STRING);

  record Event(String key, long amount) {}

  /** What a key has gathered; mutable on purpose, so that sharing it would show. */
  static final class Sum {
    long count;
    long total;
    long first = KeyedLogic.NEVER;
    long last = KeyedLogic.NEVER;
    long ping = KeyedLogic.NEVER;
    boolean half;
  }

  private Tally() {}

  /** Emits at half time (4 s after the first event) and 10 s after the last one. */
  static class Plain implements KeyedLogic<String, Event, Sum, String> {

    @Override
    public String name() {
      return "Tally";
    }

    @Override
    public Sum create() {
      return new Sum();
    }

    @Override
    public void onEvent(Event event, long time, Sum sum, LogicContext<String, String> ctx)
        throws Exception {
      if (time < ctx.watermark() && time + 20_000 <= ctx.watermark()) {
        ctx.emit(LATE, event.key + " " + event.amount);
        ctx.count("late");
        ctx.unchanged();
        return;
      }
      if (sum.count == 0) {
        sum.ping = ctx.processingTime() + 1_000;
        ctx.emit(event.key + " opens");
      }
      sum.count++;
      sum.total += weight(event.amount);
      sum.first = Math.min(sum.first, time);
      sum.last = sum.last == NEVER ? time : Math.max(sum.last, time);
    }

    long weight(long amount) {
      return amount;
    }

    @Override
    public void onDue(long due, Sum sum, LogicContext<String, String> ctx) {
      if (!sum.half && due == sum.first + 4_000) {
        sum.half = true;
        ctx.emit(ctx.key() + " half " + sum.count);
      } else {
        ctx.emit(ctx.key() + " closes " + sum.count + "/" + sum.total + " at " + due);
        clear(sum);
      }
    }

    static void clear(Sum sum) {
      sum.count = 0;
      sum.total = 0;
      sum.first = NEVER;
      sum.last = NEVER;
      sum.ping = NEVER;
      sum.half = false;
    }

    @Override
    public void onProcessingTimeDue(long due, Sum sum, LogicContext<String, String> ctx) {
      ctx.emit(ctx.key() + " ping " + due);
      sum.ping = sum.count >= 3 ? NEVER : due + 1_000;
    }

    @Override
    public long nextDue(Sum sum) {
      if (sum.count == 0) {
        return NEVER;
      }
      long close = sum.last + 10_000;
      return sum.half ? close : Math.min(close, sum.first + 4_000);
    }

    @Override
    public long nextProcessingTimeDue(Sum sum) {
      return sum.ping;
    }

    @Override
    public boolean isEmpty(Sum sum) {
      return sum.count == 0;
    }

    @Override
    public int sizeInBytes(Sum sum) {
      return 64;
    }

    @Override
    public TypeSerializer<Sum> stateSerializer(SerializerFactory serializers) {
      return new SumSerializer();
    }

    @Override
    public TypeInformation<String> outputType() {
      return Types.STRING;
    }

    @Override
    public List<String> counters() {
      return List.of("late");
    }
  }

  /** Takes "forget" for a key. */
  static final class Controlled extends Plain
      implements ControlledLogic<String, Event, String, Sum, String> {
    @Override
    public void onControl(String key, long time, Sum sum, LogicContext<String, String> ctx) {
      ctx.emit(ctx.key() + " forgotten with " + sum.count);
      clear(sum);
    }
  }

  /** Takes a factor for all amounts from now on. */
  static final class Broadcast extends Plain
      implements BroadcastLogic<String, Event, Long, long[], Sum, String> {
    private transient long[] factor;

    @Override
    public long[] createShared() {
      return new long[] {1};
    }

    @Override
    public TypeSerializer<long[]> sharedSerializer() {
      return PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO.createSerializer(
          new org.apache.flink.api.common.serialization.SerializerConfigImpl());
    }

    @Override
    public void useShared(long[] shared) {
      factor = shared;
    }

    @Override
    long weight(long amount) {
      return amount * factor[0];
    }

    @Override
    public void onBroadcast(
        Long control, long time, long[] shared, LogicContext<String, String> ctx) {
      ctx.emit("factor " + shared[0] + " -> " + control);
      shared[0] = control;
    }
  }

  /** Layout 1 of {@link Sum}. */
  static final class SumSerializer extends VersionedSerializer<Sum> {

    static final AtomicInteger WRITTEN = new AtomicInteger();

    SumSerializer() {
      super(1);
    }

    @Override
    protected void write(Sum sum, DataOutputView out) throws IOException {
      WRITTEN.incrementAndGet();
      Varint.writeUnsigned(sum.count, out);
      Varint.writeSigned(sum.total, out);
      out.writeLong(sum.first);
      out.writeLong(sum.last);
      out.writeLong(sum.ping);
      out.writeBoolean(sum.half);
    }

    @Override
    protected Sum read(int version, DataInputView in) throws IOException {
      Sum sum = new Sum();
      sum.count = Varint.readUnsigned(in);
      sum.total = Varint.readSigned(in);
      sum.first = in.readLong();
      sum.last = in.readLong();
      sum.ping = in.readLong();
      sum.half = in.readBoolean();
      return sum;
    }

    @Override
    public Sum copy(Sum from) {
      Sum sum = new Sum();
      sum.count = from.count;
      sum.total = from.total;
      sum.first = from.first;
      sum.last = from.last;
      sum.ping = from.ping;
      sum.half = from.half;
      return sum;
    }

    @Override
    protected SumSerializer withNested(TypeSerializer<?>[] nested) {
      return new SumSerializer();
    }

    @Override
    public TypeSerializerSnapshot<Sum> snapshotConfiguration() {
      return new Snapshot(this);
    }

    /** For restoring. */
    public static final class Snapshot extends VersionedSerializer.Snapshot<Sum, SumSerializer> {
      public Snapshot() {}

      Snapshot(SumSerializer serializer) {
        super(serializer);
      }

      @Override
      protected SumSerializer createOuterSerializerWithNestedSerializers(
          TypeSerializer<?>[] nested) {
        return new SumSerializer();
      }
    }
  }
}
