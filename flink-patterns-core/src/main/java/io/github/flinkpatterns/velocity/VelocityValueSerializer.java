// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a key column by column.
 *
 * <p>Layout 1, without the version byte:
 *
 * <pre>
 * flags       1 byte: 1 newest, 2 judged early, 4 compacted, 8 buckets, 16 cool-downs, 32 tally
 * moments     8 bytes for each of the first three that is flagged
 * events      4 bytes length of what follows
 *             varint n, varint judged; the first time as a signed varint, then n - 1 differences
 * columns     varint decimals, varint columns; for each: varint of 16 bits name and 1 bit kind, then
 *             n values. A number is a signed varint plus 1, 0 for missing; a category is 8 bytes
 * ids         n texts: varint of the length and 1 bit for UTF-8, then the bytes
 * buckets, cool-downs, tally: see SumsFormat
 * </pre>
 *
 * <p>Columns carry the name of their field: Flink reads state before it knows the detector, and a
 * detector whose fields were added, removed or reordered goes on with what the one before kept. A
 * new field is missing in old events.
 */
final class VelocityValueSerializer extends VersionedSerializer<VelocityValue> {

  private static final int NEWEST = 1;
  private static final int EARLY = 2;
  private static final int COMPACTED = 4;
  private static final int BUCKETS = 8;
  private static final int COOLDOWNS = 16;
  private static final int TALLY = 32;

  // Values of one detector have one layout; the last one read serves for the next.
  private transient @Nullable Layout last;

  private transient Block block = new Block();

  VelocityValueSerializer() {
    super(1);
  }

  @Override
  protected void write(VelocityValue value, DataOutputView out) throws IOException {
    out.writeByte(
        flag(value.newest, NEWEST)
            | flag(value.judgedEarlyTo, EARLY)
            | flag(value.compactedTo, COMPACTED)
            | (value.tracks.isEmpty() ? 0 : BUCKETS)
            | (value.cooldowns.isEmpty() ? 0 : COOLDOWNS)
            | (value.tally.lines.isEmpty() ? 0 : TALLY));
    writeMoment(value.newest, out);
    writeMoment(value.judgedEarlyTo, out);
    writeMoment(value.compactedTo, out);
    writeEvents(value.ring, out);
    if (!value.tracks.isEmpty()) {
      SumsFormat.writeTracks(value.tracks, out);
    }
    if (!value.cooldowns.isEmpty()) {
      SumsFormat.writeCooldowns(value.cooldowns, out);
    }
    if (!value.tally.lines.isEmpty()) {
      SumsFormat.writeTally(value.tally, out);
    }
  }

  private void writeEvents(Ring ring, DataOutputView out) throws IOException {
    int size = ring.size();
    Layout layout = ring.layout();
    block.clear();
    block.putUnsigned(size);
    block.putUnsigned(ring.judged());
    ring.writeTimes(block);
    block.putUnsigned(layout.decimals);
    block.putUnsigned(layout.names.length);
    for (int field = 0; field < layout.names.length; field++) {
      boolean number = layout.numeric[field];
      block.putUnsigned((layout.names[field] & 0xFFFF) << 1 | (number ? 1 : 0));
      if (number) {
        ring.writeNumbers(field, block);
      } else {
        for (int i = 0; i < size; i++) {
          block.putLong(ring.value(field, i));
        }
      }
    }
    if (ring.hasIds()) {
      for (int i = 0; i < size; i++) {
        block.putText(ring.id(i));
      }
    } else {
      block.putZeros(size);
    }
    block.writeTo(out);
  }

  @Override
  protected VelocityValue read(int version, DataInputView in) throws IOException {
    int flags = in.readByte();
    long newest = readMoment(flags & NEWEST, in);
    long early = readMoment(flags & EARLY, in);
    long compacted = readMoment(flags & COMPACTED, in);
    Ring ring = readEvents(in);
    List<Track> tracks = (flags & BUCKETS) != 0 ? SumsFormat.readTracks(in) : new ArrayList<>(0);
    Cooldowns cooldowns = (flags & COOLDOWNS) != 0 ? SumsFormat.readCooldowns(in) : new Cooldowns();
    Tally tally = (flags & TALLY) != 0 ? SumsFormat.readTally(in) : new Tally();
    VelocityValue value = new VelocityValue(ring, tracks, cooldowns, tally);
    value.newest = newest;
    value.judgedEarlyTo = early;
    value.compactedTo = compacted;
    return value;
  }

  private Ring readEvents(DataInputView in) throws IOException {
    block.readFrom(in);
    try {
      Ring ring = ring();
      if (block.isTaken()) {
        return ring;
      }
    } catch (IndexOutOfBoundsException | NegativeArraySizeException | IllegalStateException e) {
      throw new IOException("VelocityDetector: the events of a key cannot be read", e);
    }
    throw new IOException("VelocityDetector: more bytes than the events of a key have");
  }

  private Ring ring() {
    int size = (int) block.unsigned();
    int judged = (int) block.unsigned();
    int capacity = Ring.capacity(size);
    long[] times = new long[size];
    for (int i = 0; i < size; i++) {
      long next = block.unsigned();
      times[i] = i == 0 ? unzigzag(next) : times[i - 1] + next;
    }
    int decimals = (int) block.unsigned();
    int columns = (int) block.unsigned();
    short[] names = new short[columns];
    boolean[] numeric = new boolean[columns];
    int width = 1 + columns;
    long[] rows = new long[capacity * width];
    for (int i = 0; i < size; i++) {
      rows[i * width] = times[i];
    }
    for (int column = 0; column < columns; column++) {
      int head = (int) block.unsigned();
      names[column] = (short) (head >>> 1);
      numeric[column] = (head & 1) != 0;
      for (int i = 0, at = 1 + column; i < size; i++, at += width) {
        if (numeric[column]) {
          long raw = block.unsigned();
          rows[at] = raw == 0 ? Fields.MISSING : unzigzag(raw - 1);
        } else {
          rows[at] = block.getLong();
        }
      }
    }
    Ring ring = new Ring(layout(new Layout(names, numeric, decimals)), rows, size, judged);
    for (int i = 0; i < size; i++) {
      ring.setId(i, block.text());
    }
    return ring;
  }

  private Layout layout(Layout read) {
    if (last == null || !last.isSame(read)) {
      last = read;
    }
    return last;
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private static int flag(long moment, int flag) {
    return moment == Long.MIN_VALUE ? 0 : flag;
  }

  private static void writeMoment(long moment, DataOutputView out) throws IOException {
    if (moment != Long.MIN_VALUE) {
      out.writeLong(moment);
    }
  }

  private static long readMoment(int flag, DataInputView in) throws IOException {
    return flag == 0 ? Long.MIN_VALUE : in.readLong();
  }

  @Override
  public VelocityValue copy(VelocityValue from) {
    return from.copy();
  }

  /** Returns another: each has its scratch space. */
  @Override
  public VelocityValueSerializer duplicate() {
    return new VelocityValueSerializer();
  }

  // After Java's own deserialization, which calls no constructor.
  private Object readResolve() {
    return new VelocityValueSerializer();
  }

  @Override
  protected VelocityValueSerializer withNested(TypeSerializer<?>[] nested) {
    return new VelocityValueSerializer();
  }

  @Override
  public TypeSerializerSnapshot<VelocityValue> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot
      extends VersionedSerializer.Snapshot<VelocityValue, VelocityValueSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(VelocityValueSerializer serializer) {
      super(serializer);
    }

    @Override
    protected VelocityValueSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new VelocityValueSerializer();
    }
  }
}
