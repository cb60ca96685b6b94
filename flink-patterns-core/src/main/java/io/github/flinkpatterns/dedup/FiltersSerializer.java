// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Filters}.
 *
 * <p>Layout 1: the number of filters, then for each its slice, the ids in it, and the filter as
 * {@link BloomFilter#writeTo} writes it, a format that Guava keeps stable.
 */
final class FiltersSerializer extends VersionedSerializer<Filters> {

  FiltersSerializer(LayoutGuard guard) {
    super(1, guard);
  }

  @Override
  protected void write(Filters filters, DataOutputView out) throws IOException {
    Varint.writeUnsigned(filters.list.size(), out);
    OutputStream stream = asStream(out);
    for (Filters.Filter filter : filters.list) {
      Varint.writeSigned(filter.slice, out);
      Varint.writeUnsigned(filter.count, out);
      filter.bits.writeTo(stream);
    }
  }

  @Override
  protected Filters read(int version, DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    Filters filters = new Filters(size);
    InputStream stream = asStream(in);
    for (int i = 0; i < size; i++) {
      long slice = Varint.readSigned(in);
      int count = (int) Varint.readUnsigned(in);
      filters.list.add(
          new Filters.Filter(slice, count, BloomFilter.readFrom(stream, Funnels.longFunnel())));
    }
    return filters;
  }

  private static OutputStream asStream(DataOutputView out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.writeByte(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }
    };
  }

  private static InputStream asStream(DataInputView in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return in.readUnsignedByte();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return in.read(bytes, offset, length);
      }
    };
  }

  @Override
  public Filters copy(Filters from) {
    return from.copy();
  }

  @Override
  protected FiltersSerializer withNested(TypeSerializer<?>[] nested) {
    return new FiltersSerializer((LayoutGuard) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Filters> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of a {@link FiltersSerializer}. */
  public static final class Snapshot
      extends VersionedSerializer.Snapshot<Filters, FiltersSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(FiltersSerializer serializer) {
      super(serializer);
    }

    @Override
    protected FiltersSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new FiltersSerializer((LayoutGuard) nested[0]);
    }
  }
}
