// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes an {@link ItemRow}: about 30 bytes, then for each neighbour its id, 4 bytes of weight (1
 * to 8 if all weights of the row are integers), and 4 more if it ever came right after the item.
 *
 * <p>Layout 1: version, flags (bit 0: weights are integers), landmark, last time, count, evicted,
 * size, items; per item the weight as varint or float; a bitmap of the items with a transition and
 * the transitions as floats.
 */
final class ItemRowSerializer<I> extends VersionedSerializer<ItemRow<I>> {

  private final Wire<I, I> wire;

  ItemRowSerializer(TypeSerializer<I> item) {
    super(1, item);
    wire = new Wire<>(item, item);
  }

  @Override
  protected void write(ItemRow<I> row, DataOutputView out) throws IOException {
    boolean integers = areIntegers(row);
    out.writeByte(integers ? 1 : 0);
    Varint.writeSigned(row.landmark, out);
    Varint.writeSigned(row.lastMillis - row.landmark, out);
    out.writeDouble(row.count);
    out.writeDouble(row.evicted);
    wire.items(row.items, row.size, out);
    for (int k = 0; k < row.size; k++) {
      if (integers) {
        Varint.writeUnsigned((long) row.weights[k], out);
      } else {
        out.writeFloat((float) row.weights[k]);
      }
    }
    for (int from = 0; from < row.size; from += 8) {
      int bits = 0;
      for (int k = from; k < Math.min(row.size, from + 8); k++) {
        bits |= row.transitions[k] > 0 ? 1 << (k - from) : 0;
      }
      out.writeByte(bits);
    }
    for (int k = 0; k < row.size; k++) {
      if (row.transitions[k] > 0) {
        out.writeFloat(row.transitions[k]);
      }
    }
  }

  // Beyond 2^53 a double no longer counts; such a row is written as floats, like a decayed one.
  private static boolean areIntegers(ItemRow<?> row) {
    for (int k = 0; k < row.size; k++) {
      double weight = row.weights[k];
      if (weight != Math.rint(weight) || weight > 1L << 53) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected ItemRow<I> read(int version, DataInputView in) throws IOException {
    boolean integers = in.readByte() != 0;
    ItemRow<I> row = new ItemRow<>();
    row.landmark = Varint.readSigned(in);
    row.lastMillis = row.landmark + Varint.readSigned(in);
    row.count = in.readDouble();
    row.evicted = in.readDouble();
    Object[] items = wire.items(in);
    row.resize(items.length);
    row.size = items.length;
    for (int k = 0; k < row.size; k++) {
      double weight = integers ? Varint.readUnsigned(in) : in.readFloat();
      row.put(k, items[k], items[k].hashCode(), weight, 0);
    }
    byte[] bitmap = new byte[(row.size + 7) / 8];
    in.readFully(bitmap);
    for (int k = 0; k < row.size; k++) {
      if ((bitmap[k / 8] & (1 << (k % 8))) != 0) {
        row.transitions[k] = in.readFloat();
      }
    }
    return row;
  }

  @Override
  public ItemRow<I> copy(ItemRow<I> from) {
    return from.copy();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected ItemRowSerializer<I> withNested(TypeSerializer<?>[] nested) {
    return new ItemRowSerializer<>((TypeSerializer<I>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<ItemRow<I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a savepoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<I>
      extends VersionedSerializer.Snapshot<ItemRow<I>, ItemRowSerializer<I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(ItemRowSerializer<I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected ItemRowSerializer<I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new ItemRowSerializer<>((TypeSerializer<I>) nested[0]);
    }
  }
}
