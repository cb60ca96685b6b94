// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.state.HeldEvent;
import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Run}: 4 bytes and the events.
 *
 * <p>Layout 1: version; the mark; 1 if an event before follows, else 0, and that event; the number
 * of events, and the events, each as {@link HeldEvent#write} does.
 */
final class RunSerializer<IN> extends VersionedSerializer<Run<IN>> {

  private final TypeSerializer<IN> events;

  RunSerializer(TypeSerializer<IN> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(Run<IN> run, DataOutputView out) throws IOException {
    Varint.writeUnsigned(run.mark, out);
    HeldEvent<IN> last = run.last;
    out.writeByte(last == null ? 0 : 1);
    if (last != null) {
      last.write(events, out);
    }
    Varint.writeUnsigned(run.events.size(), out);
    for (HeldEvent<IN> held : run.events) {
      held.write(events, out);
    }
  }

  @Override
  protected Run<IN> read(int version, DataInputView in) throws IOException {
    int mark = (int) Varint.readUnsigned(in);
    HeldEvent<IN> last = in.readByte() == 0 ? null : HeldEvent.read(events, in);
    int size = (int) Varint.readUnsigned(in);
    List<HeldEvent<IN>> held = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      held.add(HeldEvent.read(events, in));
    }
    Run<IN> run = new Run<>(held);
    run.mark = mark;
    run.last = last;
    return run;
  }

  @Override
  public Run<IN> copy(Run<IN> from) {
    return from.copy(events);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RunSerializer<IN> withNested(TypeSerializer<?>[] nested) {
    return new RunSerializer<>((TypeSerializer<IN>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Run<IN>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link RunSerializer}.
   *
   * @param <IN> the event
   */
  public static final class Snapshot<IN>
      extends VersionedSerializer.Snapshot<Run<IN>, RunSerializer<IN>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RunSerializer<IN> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RunSerializer<IN> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RunSerializer<>((TypeSerializer<IN>) nested[0]);
    }
  }
}
