// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import io.github.flinkpatterns.window.Panes.Revision;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the panes of one key: about 16 bytes, and 1 byte and an accumulator for each pane.
 *
 * <p>Layout 1: version; number of panes times four, plus one if there is progress, plus two if
 * there are revisions; length of a pane; start of the first pane (zigzag), progress as the
 * difference from it (zigzag); for each pane the number of empty panes since the one before and the
 * accumulator by its own serializer; the number of revisions, for each the end as the difference
 * from the first pane (zigzag), size, slide and number. All numbers are varints.
 */
final class PanesSerializer<A> extends VersionedSerializer<Panes<A>> {

  private static final int PROGRESS = 1;
  private static final int REVISIONS = 2;

  private final TypeSerializer<A> accumulators;

  PanesSerializer(TypeSerializer<A> accumulators) {
    super(1, accumulators);
    this.accumulators = accumulators;
  }

  @Override
  protected void write(Panes<A> panes, DataOutputView out) throws IOException {
    boolean progress = panes.progress != Long.MIN_VALUE;
    boolean revisions = !panes.revisions.isEmpty();
    Varint.writeUnsigned(
        panes.size() * 4L + (progress ? PROGRESS : 0) + (revisions ? REVISIONS : 0), out);
    Varint.writeUnsigned(panes.paneMillis, out);
    long first = panes.size() == 0 ? 0 : panes.start(0);
    Varint.writeSigned(first, out);
    if (progress) {
      Varint.writeSigned(panes.progress - first, out);
    }
    long expected = first;
    for (int i = 0; i < panes.size(); i++) {
      Varint.writeUnsigned((panes.start(i) - expected) / panes.paneMillis, out);
      expected = panes.start(i) + panes.paneMillis;
      accumulators.serialize(panes.accumulator(i), out);
    }
    if (revisions) {
      Varint.writeUnsigned(panes.revisions.size(), out);
      for (Revision revision : panes.revisions) {
        Varint.writeSigned(revision.end() - first, out);
        Varint.writeUnsigned(revision.sizeMillis(), out);
        Varint.writeUnsigned(revision.slideMillis(), out);
        Varint.writeUnsigned(revision.number(), out);
      }
    }
  }

  @Override
  protected Panes<A> read(int version, DataInputView in) throws IOException {
    long head = Varint.readUnsigned(in);
    int size = (int) (head >>> 2);
    Panes<A> panes = new Panes<>(Varint.readUnsigned(in), size);
    long first = Varint.readSigned(in);
    if ((head & PROGRESS) != 0) {
      panes.progress = first + Varint.readSigned(in);
    }
    long expected = first;
    for (int i = 0; i < size; i++) {
      long start = expected + Varint.readUnsigned(in) * panes.paneMillis;
      panes.insert(i, start, accumulators.deserialize(in));
      expected = start + panes.paneMillis;
    }
    if ((head & REVISIONS) != 0) {
      long count = Varint.readUnsigned(in);
      for (long i = 0; i < count; i++) {
        panes.revisions.add(
            new Revision(
                first + Varint.readSigned(in),
                Varint.readUnsigned(in),
                Varint.readUnsigned(in),
                (int) Varint.readUnsigned(in)));
      }
    }
    return panes;
  }

  @Override
  public Panes<A> copy(Panes<A> from) {
    Panes<A> to = new Panes<>(from.paneMillis, from.size());
    to.progress = from.progress;
    to.due = from.due;
    to.revisions.addAll(from.revisions);
    for (int i = 0; i < from.size(); i++) {
      to.insert(i, from.start(i), accumulators.copy(from.accumulator(i)));
    }
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected PanesSerializer<A> withNested(TypeSerializer<?>[] nested) {
    return new PanesSerializer<>((TypeSerializer<A>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Panes<A>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of the serializer.
   *
   * @param <A> the accumulator
   */
  public static final class Snapshot<A>
      extends VersionedSerializer.Snapshot<Panes<A>, PanesSerializer<A>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    Snapshot(PanesSerializer<A> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected PanesSerializer<A> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PanesSerializer<>((TypeSerializer<A>) nested[0]);
    }
  }
}
