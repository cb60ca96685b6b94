// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link Page}: 8 bytes for each id, and about 16 for the page.
 *
 * <p>Layout 1: twice the number of entries, plus one if slices are in full; the base; the moment of
 * the sweep; each entry as eight bytes, followed by its slice if in full.
 */
final class PageSerializer extends VersionedSerializer<Page> {

  PageSerializer(LayoutGuard guard) {
    super(1, guard);
  }

  @Override
  protected void write(Page page, DataOutputView out) throws IOException {
    Varint.writeUnsigned(page.size() * 2L + (page.isWide() ? 1 : 0), out);
    Varint.writeSigned(page.base, out);
    Varint.writeSigned(page.due, out);
    for (int slot = 0; slot < page.capacity(); slot++) {
      long entry = page.entry(slot);
      if (entry != 0) {
        out.writeLong(entry);
        if (page.isWide()) {
          Varint.writeSigned(page.slice(slot), out);
        }
      }
    }
  }

  @Override
  protected Page read(int version, DataInputView in) throws IOException {
    long header = Varint.readUnsigned(in);
    int size = (int) (header >>> 1);
    boolean wide = (header & 1) != 0;
    Page page = new Page();
    page.init(size, Varint.readSigned(in), wide);
    page.due = Varint.readSigned(in);
    for (int i = 0; i < size; i++) {
      long entry = in.readLong();
      page.put(entry >>> 16, wide ? Varint.readSigned(in) : page.base + (entry & 0xFFFF));
    }
    return page;
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
