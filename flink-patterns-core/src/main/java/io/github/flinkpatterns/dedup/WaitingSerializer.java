// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.HeldEvent;
import io.github.flinkpatterns.state.PendingEvents;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Waiting}.
 *
 * <p>Layout 1: the runs as {@link RunsSerializer} writes them; for each run one byte, 1 if an event
 * follows; the pending events. An event is written as {@link HeldEvent#write} does.
 */
final class WaitingSerializer<E> extends VersionedSerializer<Waiting<E>> {

  private final TypeSerializer<E> events;

  WaitingSerializer(TypeSerializer<E> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(Waiting<E> waiting, DataOutputView out) throws IOException {
    RunsSerializer.writeRuns(waiting.runs, out);
    for (Run<E> run : waiting.runs.list) {
      out.writeByte(run.best == null ? 0 : 1);
      if (run.best != null) {
        run.best.write(events, out);
      }
    }
    waiting.pending.write(events, out);
  }

  @Override
  protected Waiting<E> read(int version, DataInputView in) throws IOException {
    Runs<E> runs = RunsSerializer.readRuns(in);
    for (Run<E> run : runs.list) {
      run.best = in.readByte() == 0 ? null : HeldEvent.read(events, in);
    }
    return new Waiting<>(runs, PendingEvents.read(events, in));
  }

  @Override
  public Waiting<E> copy(Waiting<E> from) {
    return from.copy(events);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected WaitingSerializer<E> withNested(TypeSerializer<?>[] nested) {
    return new WaitingSerializer<>((TypeSerializer<E>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Waiting<E>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link WaitingSerializer}.
   *
   * @param <E> the event
   */
  public static final class Snapshot<E>
      extends VersionedSerializer.Snapshot<Waiting<E>, WaitingSerializer<E>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(WaitingSerializer<E> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected WaitingSerializer<E> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new WaitingSerializer<>((TypeSerializer<E>) nested[0]);
    }
  }
}
