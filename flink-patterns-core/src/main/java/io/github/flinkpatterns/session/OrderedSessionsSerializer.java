// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the open session and what waits: about 24 bytes for the session, 5 for each event that
 * waits, and their accumulators.
 *
 * <p>Layout 1: version; flags; the two moments of the watch; the moment that was passed; the open
 * session; the number of events that wait; each with its timestamp as the difference from the one
 * before (zigzag), {@code gapEnd - timestamp}, number, marks and attribute if the flags announce
 * them, and the accumulator by its own serializer. All numbers are varints, all texts Flink's.
 */
final class OrderedSessionsSerializer<A> extends VersionedSerializer<OrderedSessions<A>> {

  private static final int OPEN = 1;
  private static final int PASSED = 2;
  private static final int REMEMBERS = 4;
  private static final int WATCHED = 8;
  private static final int NUMBERS = 16;
  private static final int MARKS = 32;
  private static final int ATTRIBUTES = 64;

  private static final int MIDNIGHT = 1;
  private static final int HARD_END = 2;
  private static final int ATTRIBUTE = 4;

  private final TypeSerializer<A> accumulators;

  OrderedSessionsSerializer(TypeSerializer<A> accumulators) {
    super(1, accumulators);
    this.accumulators = accumulators;
  }

  @Override
  protected void write(OrderedSessions<A> value, DataOutputView out) throws IOException {
    int flags = value.open ? OPEN : 0;
    flags |= value.passed != OrderedSessions.NONE ? PASSED : 0;
    flags |= value.remembers ? REMEMBERS : 0;
    flags |= value.watched ? WATCHED : 0;
    flags |= value.numbers != null ? NUMBERS : 0;
    flags |= value.marks != null ? MARKS : 0;
    flags |= value.attributes != null ? ATTRIBUTES : 0;
    out.writeByte(flags);
    if (value.watched) {
      Varint.writeSigned(value.idleSince, out);
      Varint.writeSigned(value.seenWatermark, out);
    }
    long base = 0;
    if (value.passed != OrderedSessions.NONE) {
      Varint.writeSigned(value.passed, out);
      base = value.passed;
    }
    if (value.open) {
      writeOpen(value, base, out);
    }
    Varint.writeUnsigned(value.waiting, out);
    for (int i = 0; i < value.waiting; i++) {
      Varint.writeSigned(value.timestamps[i] - base, out);
      base = value.timestamps[i];
      Varint.writeUnsigned(value.gapEnds[i] - base, out);
      if (value.numbers != null) {
        Varint.writeSigned(value.numbers[i], out);
      }
      if (value.marks != null) {
        out.writeByte(value.marks[i]);
      }
      if (value.attributes != null) {
        StringValue.writeString(value.attributes[i], out);
      }
      accumulators.serialize(value.accumulatorAt(i), out);
    }
  }

  private void writeOpen(OrderedSessions<A> value, long base, DataOutputView out)
      throws IOException {
    Varint.writeSigned(value.start - base, out);
    Varint.writeUnsigned(value.last - value.start, out);
    Varint.writeUnsigned(value.end - value.last, out);
    boolean hardEnd = value.hardEnd != Long.MAX_VALUE;
    int flags = value.hardEndIsMidnight ? MIDNIGHT : 0;
    flags |= hardEnd ? HARD_END : 0;
    flags |= value.attribute != null ? ATTRIBUTE : 0;
    out.writeByte(flags);
    if (hardEnd) {
      Varint.writeUnsigned(value.hardEnd - value.start, out);
    }
    Varint.writeUnsigned(value.events, out);
    Varint.writeUnsigned(value.revision, out);
    Varint.writeUnsigned(value.ordinal, out);
    Varint.writeSigned(value.mark, out);
    if (value.attribute != null) {
      StringValue.writeString(value.attribute, out);
    }
    accumulators.serialize(Objects.requireNonNull(value.accumulator), out);
  }

  @Override
  protected OrderedSessions<A> read(int version, DataInputView in) throws IOException {
    OrderedSessions<A> value = new OrderedSessions<>();
    int flags = in.readByte();
    value.remembers = (flags & REMEMBERS) != 0;
    if ((flags & WATCHED) != 0) {
      value.watched = true;
      value.idleSince = Varint.readSigned(in);
      value.seenWatermark = Varint.readSigned(in);
    }
    long base = 0;
    if ((flags & PASSED) != 0) {
      value.passed = Varint.readSigned(in);
      base = value.passed;
    }
    if ((flags & OPEN) != 0) {
      readOpen(value, base, in);
    }
    long waiting = Varint.readUnsigned(in);
    for (long i = 0; i < waiting; i++) {
      long timestamp = base + Varint.readSigned(in);
      base = timestamp;
      long gapEnd = timestamp + Varint.readUnsigned(in);
      long number = (flags & NUMBERS) != 0 ? Varint.readSigned(in) : 0;
      byte marks = (flags & MARKS) != 0 ? in.readByte() : 0;
      String attribute = (flags & ATTRIBUTES) != 0 ? StringValue.readString(in) : null;
      value.insert(timestamp, gapEnd, number, marks, attribute, accumulators.deserialize(in));
    }
    return value;
  }

  private void readOpen(OrderedSessions<A> value, long base, DataInputView in) throws IOException {
    value.open = true;
    value.start = base + Varint.readSigned(in);
    value.last = value.start + Varint.readUnsigned(in);
    value.end = value.last + Varint.readUnsigned(in);
    int flags = in.readByte();
    value.hardEndIsMidnight = (flags & MIDNIGHT) != 0;
    value.hardEnd =
        (flags & HARD_END) != 0 ? value.start + Varint.readUnsigned(in) : Long.MAX_VALUE;
    value.events = Varint.readUnsigned(in);
    value.revision = (int) Varint.readUnsigned(in);
    value.ordinal = (int) Varint.readUnsigned(in);
    value.mark = Varint.readSigned(in);
    value.attribute = (flags & ATTRIBUTE) != 0 ? StringValue.readString(in) : null;
    value.accumulator = accumulators.deserialize(in);
  }

  @Override
  public OrderedSessions<A> copy(OrderedSessions<A> from) {
    OrderedSessions<A> to = new OrderedSessions<>();
    to.due = from.due;
    to.watched = from.watched;
    to.idleSince = from.idleSince;
    to.seenWatermark = from.seenWatermark;
    to.open = from.open;
    to.start = from.start;
    to.last = from.last;
    to.end = from.end;
    to.hardEnd = from.hardEnd;
    to.hardEndIsMidnight = from.hardEndIsMidnight;
    to.events = from.events;
    to.mark = from.mark;
    to.revision = from.revision;
    to.ordinal = from.ordinal;
    to.attribute = from.attribute;
    A accumulator = from.accumulator;
    to.accumulator = accumulator == null ? null : accumulators.copy(accumulator);
    to.passed = from.passed;
    to.remembers = from.remembers;
    to.waiting = from.waiting;
    to.timestamps = from.timestamps.clone();
    to.gapEnds = from.gapEnds.clone();
    to.accumulators = new Object[from.accumulators.length];
    for (int i = 0; i < from.waiting; i++) {
      to.accumulators[i] = accumulators.copy(from.accumulatorAt(i));
    }
    to.numbers = from.numbers == null ? null : from.numbers.clone();
    to.marks = from.marks == null ? null : from.marks.clone();
    @Nullable String[] attributes = from.attributes;
    to.attributes = attributes == null ? null : attributes.clone();
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected OrderedSessionsSerializer<A> withNested(TypeSerializer<?>[] nested) {
    return new OrderedSessionsSerializer<>((TypeSerializer<A>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<OrderedSessions<A>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of the serializer.
   *
   * @param <A> the accumulator
   */
  public static final class Snapshot<A>
      extends VersionedSerializer.Snapshot<OrderedSessions<A>, OrderedSessionsSerializer<A>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    Snapshot(OrderedSessionsSerializer<A> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected OrderedSessionsSerializer<A> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new OrderedSessionsSerializer<>((TypeSerializer<A>) nested[0]);
    }
  }
}
