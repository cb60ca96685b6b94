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
 * Writes {@link Cart}.
 *
 * <p>Layout 1: the number of events kept; if there are any, how many were omitted, the first moment
 * (zigzag), the span to the last, and the events as {@link HeldEvent#write} does.
 */
final class CartSerializer<IN> extends VersionedSerializer<Cart<IN>> {

  private final TypeSerializer<IN> events;

  CartSerializer(TypeSerializer<IN> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(Cart<IN> cart, DataOutputView out) throws IOException {
    Varint.writeUnsigned(cart.added.size(), out);
    if (!cart.isEmpty()) {
      Varint.writeUnsigned(cart.omitted, out);
      Varint.writeSigned(cart.firstMillis, out);
      Varint.writeUnsigned(cart.lastMillis - cart.firstMillis, out);
      for (HeldEvent<IN> event : cart.added) {
        event.write(events, out);
      }
    }
  }

  @Override
  protected Cart<IN> read(int version, DataInputView in) throws IOException {
    Cart<IN> cart = new Cart<>();
    int size = (int) Varint.readUnsigned(in);
    if (size > 0) {
      cart.omitted = Varint.readUnsigned(in);
      cart.firstMillis = Varint.readSigned(in);
      cart.lastMillis = cart.firstMillis + Varint.readUnsigned(in);
      for (int i = 0; i < size; i++) {
        cart.added.add(HeldEvent.read(events, in));
      }
    }
    return cart;
  }

  @Override
  public Cart<IN> copy(Cart<IN> from) {
    return from.copy(events);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected CartSerializer<IN> withNested(TypeSerializer<?>[] nested) {
    return new CartSerializer<>((TypeSerializer<IN>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Cart<IN>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link CartSerializer}.
   *
   * @param <IN> the event
   */
  public static final class Snapshot<IN>
      extends VersionedSerializer.Snapshot<Cart<IN>, CartSerializer<IN>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(CartSerializer<IN> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected CartSerializer<IN> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new CartSerializer<>((TypeSerializer<IN>) nested[0]);
    }
  }
}
