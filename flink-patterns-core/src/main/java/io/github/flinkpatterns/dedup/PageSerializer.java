// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Page}: 8 bytes for each id, and about 16 for the page.
 *
 * <p>Layout 1: twice the number of entries, plus one if slices are in full; the base; the moment of
 * the sweep; each entry as eight bytes, followed by its slice if in full. In an entry bits 32 to 47
 * of the hash come first, then its lower 32, then the slice; the order of entries does not matter.
 */
final class PageSerializer extends VersionedSerializer<Page> {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final LayoutGuard guard;
  private transient byte @Nullable [] scratch;

  PageSerializer(LayoutGuard guard) {
    super(1, guard);
    this.guard = guard;
  }

  @Override
  protected void write(Page page, DataOutputView out) throws IOException {
    Varint.writeUnsigned(page.size() * 2L + (page.isWide() ? 1 : 0), out);
    Varint.writeSigned(page.base, out);
    Varint.writeSigned(page.due, out);
    if (page.isWide()) {
      for (int slot = 0; slot < page.slots(); slot++) {
        if (page.entry(slot) != 0) {
          out.writeLong(toWritten(page.entry(slot)));
          Varint.writeSigned(page.slice(slot), out);
        }
      }
    } else {
      // All at once: a call for each of a thousand entries is what a flush would spend its time on.
      byte[] bytes = scratch(page.size() + 1);
      int at = 0;
      for (int slot = 0; slot < page.slots(); slot++) {
        long entry = page.entry(slot);
        // A free slot is written and then overwritten: a branch would be mispredicted too often.
        LONGS.set(bytes, at, toWritten(entry));
        at += entry == 0 ? 0 : Long.BYTES;
      }
      out.write(bytes, 0, at);
    }
  }

  @Override
  protected Page read(int version, DataInputView in) throws IOException {
    long header = Varint.readUnsigned(in);
    int size = (int) (header >>> 1);
    boolean wide = (header & 1) != 0;
    Page page = Page.of(size, Varint.readSigned(in), wide);
    page.due = Varint.readSigned(in);
    if (wide) {
      for (int i = 0; i < size; i++) {
        long entry = fromWritten(in.readLong());
        page.put(entry >>> Page.SLICE_BITS, Varint.readSigned(in));
      }
    } else {
      byte[] bytes = scratch(size);
      in.readFully(bytes, 0, size * Long.BYTES);
      fill(page, bytes, size);
    }
    return page;
  }

  private static void fill(Page page, byte[] bytes, int size) {
    int next = 0;
    long before = 0;
    boolean sorted = true;
    for (int i = 0; i < size; i++) {
      long entry = fromWritten((long) LONGS.get(bytes, i * Long.BYTES));
      sorted &= Long.compareUnsigned(entry, before) >= 0;
      if (sorted) {
        next = page.append(next, entry, 0);
        before = entry;
      } else {
        page.put(entry >>> Page.SLICE_BITS, page.base + (entry & 0xFFFF));
      }
    }
  }

  private byte[] scratch(int entries) {
    byte[] bytes = scratch;
    if (bytes == null || bytes.length < entries * Long.BYTES) {
      bytes = new byte[Math.max(1_024, entries + (entries >> 2)) * Long.BYTES];
      scratch = bytes;
    }
    return bytes;
  }

  private static long toWritten(long entry) {
    return ((entry << 32) & 0xFFFF_0000_0000_0000L)
        | ((entry >>> 16) & 0x0000_FFFF_FFFF_0000L)
        | (entry & 0xFFFF);
  }

  private static long fromWritten(long written) {
    return ((written << 16) & 0xFFFF_FFFF_0000_0000L)
        | ((written >>> 32) & 0xFFFF_0000L)
        | (written & 0xFFFF);
  }

  @Override
  public TypeSerializer<Page> duplicate() {
    return new PageSerializer(guard);
  }

  @Override
  public Page copy(Page from) {
    return from.copy();
  }

  @Override
  protected PageSerializer withNested(TypeSerializer<?>[] nested) {
    return new PageSerializer((LayoutGuard) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Page> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of a {@link PageSerializer}. */
  public static final class Snapshot extends VersionedSerializer.Snapshot<Page, PageSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(PageSerializer serializer) {
      super(serializer);
    }

    @Override
    protected PageSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PageSerializer((LayoutGuard) nested[0]);
    }
  }
}
