// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a key column by column.
 *
 * <p>Layout 1, without the version byte:
 *
 * <pre>
 * flags       1 byte: 1 newest, 2 judged early, 4 compacted, 8 buckets, 16 cool-downs, 32 tally
 * moments     8 bytes for each of the first three that is flagged
 * events      varint n, varint judged; the first time as a signed varint, then n - 1 differences
 * columns     1 byte decimals, varint columns; for each: 2 bytes name, 1 byte kind, n values.
 *             A number is a varint, 0 for missing; a category is 8 bytes
 * ids         n strings as Flink writes them
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
    Varint.writeUnsigned(size, out);
    Varint.writeUnsigned(ring.judged(), out);
    long before = 0;
    for (int i = 0; i < size; i++) {
      long time = ring.time(i);
      if (i == 0) {
        Varint.writeSigned(time, out);
      } else {
        Varint.writeUnsigned(time - before, out);
      }
      before = time;
    }
    out.writeByte(layout.decimals);
    Varint.writeUnsigned(layout.names.length, out);
    for (int field = 0; field < layout.names.length; field++) {
      out.writeShort(layout.names[field]);
      out.writeBoolean(layout.numeric[field]);
      for (int i = 0; i < size; i++) {
        long value = ring.value(field, i);
        if (!layout.numeric[field]) {
          out.writeLong(value);
        } else if (value == Fields.MISSING) {
          out.writeByte(0);
        } else {
          Varint.writeUnsigned(((value << 1) ^ (value >> 63)) + 1, out);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      StringValue.writeString(ring.id(i), out);
    }
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
    int size = (int) Varint.readUnsigned(in);
    int judged = (int) Varint.readUnsigned(in);
    long[] times = new long[size];
    for (int i = 0; i < size; i++) {
      times[i] = i == 0 ? Varint.readSigned(in) : times[i - 1] + Varint.readUnsigned(in);
    }
    int decimals = in.readByte();
    int columns = (int) Varint.readUnsigned(in);
    short[] names = new short[columns];
    boolean[] numeric = new boolean[columns];
    long[][] values = new long[columns][size];
    for (int column = 0; column < columns; column++) {
      names[column] = in.readShort();
      numeric[column] = in.readBoolean();
      for (int i = 0; i < size; i++) {
        values[column][i] = numeric[column] ? number(in) : in.readLong();
      }
    }
    Ring ring = new Ring(layout(new Layout(names, numeric, decimals)));
    long[] row = new long[columns];
    for (int i = 0; i < size; i++) {
      for (int column = 0; column < columns; column++) {
        row[column] = values[column][i];
      }
      ring.insert(times[i], StringValue.readString(in), row, i, false);
    }
    ring.judged(judged);
    return ring;
  }

  private Layout layout(Layout read) {
    if (last == null || !last.isSame(read)) {
      last = read;
    }
    return last;
  }

  private static long number(DataInputView in) throws IOException {
    long raw = Varint.readUnsigned(in);
    if (raw == 0) {
      return Fields.MISSING;
    }
    long zigzag = raw - 1;
    return (zigzag >>> 1) ^ -(zigzag & 1);
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
