// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.state.HeldEvent;
import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link MoveWindow}.
 *
 * <p>Layout 1: the number of events; one more than the place of the peak that the last near miss
 * reported, 0 for none; for each event its price, eight bytes, and the event as {@link
 * HeldEvent#write} does.
 */
final class MoveWindowSerializer<IN> extends VersionedSerializer<MoveWindow<IN>> {

  private final TypeSerializer<IN> events;

  MoveWindowSerializer(TypeSerializer<IN> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(MoveWindow<IN> window, DataOutputView out) throws IOException {
    Varint.writeUnsigned(window.size(), out);
    Varint.writeUnsigned(window.reportedPlace() + 1, out);
    for (int i = 0; i < window.size(); i++) {
      out.writeDouble(window.get(i).price());
      window.get(i).held().write(events, out);
    }
  }

  @Override
  protected MoveWindow<IN> read(int version, DataInputView in) throws IOException {
    MoveWindow<IN> window = new MoveWindow<>();
    int size = (int) Varint.readUnsigned(in);
    long reported = Varint.readUnsigned(in) - 1;
    for (int i = 0; i < size; i++) {
      double price = in.readDouble();
      window.add(price, HeldEvent.read(events, in));
    }
    window.reportedPeak = reported;
    return window;
  }

  @Override
  public MoveWindow<IN> copy(MoveWindow<IN> from) {
    return from.copy(events);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected MoveWindowSerializer<IN> withNested(TypeSerializer<?>[] nested) {
    return new MoveWindowSerializer<>((TypeSerializer<IN>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<MoveWindow<IN>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link MoveWindowSerializer}.
   *
   * @param <IN> the event
   */
  public static final class Snapshot<IN>
      extends VersionedSerializer.Snapshot<MoveWindow<IN>, MoveWindowSerializer<IN>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(MoveWindowSerializer<IN> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected MoveWindowSerializer<IN> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new MoveWindowSerializer<>((TypeSerializer<IN>) nested[0]);
    }
  }
}
