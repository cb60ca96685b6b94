// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.state.PendingEvents;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Ordered}.
 *
 * <p>Layout 1: the pending events, as {@link PendingEvents#write} does; then the progress by its
 * own serializer.
 */
final class OrderedSerializer<IN, P> extends VersionedSerializer<Ordered<IN, P>> {

  private final TypeSerializer<IN> events;
  private final TypeSerializer<P> progresses;

  OrderedSerializer(TypeSerializer<IN> events, TypeSerializer<P> progresses) {
    super(1, events, progresses);
    this.events = events;
    this.progresses = progresses;
  }

  @Override
  protected void write(Ordered<IN, P> ordered, DataOutputView out) throws IOException {
    ordered.pending.write(events, out);
    progresses.serialize(ordered.progress, out);
  }

  @Override
  protected Ordered<IN, P> read(int version, DataInputView in) throws IOException {
    PendingEvents<IN> pending = PendingEvents.read(events, in);
    return new Ordered<>(pending, progresses.deserialize(in));
  }

  @Override
  public Ordered<IN, P> copy(Ordered<IN, P> from) {
    return from.copy(events, progresses);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected OrderedSerializer<IN, P> withNested(TypeSerializer<?>[] nested) {
    return new OrderedSerializer<>((TypeSerializer<IN>) nested[0], (TypeSerializer<P>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Ordered<IN, P>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of an {@link OrderedSerializer}.
   *
   * @param <IN> the event
   * @param <P> the progress
   */
  public static final class Snapshot<IN, P>
      extends VersionedSerializer.Snapshot<Ordered<IN, P>, OrderedSerializer<IN, P>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(OrderedSerializer<IN, P> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected OrderedSerializer<IN, P> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new OrderedSerializer<>((TypeSerializer<IN>) nested[0], (TypeSerializer<P>) nested[1]);
    }
  }
}
