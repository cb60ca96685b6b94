// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes an {@link ItemCategory}: about 16 bytes and the category, or the events that wait.
 *
 * <p>Layout 1: version, the category or null as Flink writes texts, when it was told, the latest
 * moment, how many events wait, and of each its timestamp and the event.
 */
final class ItemCategorySerializer<E> extends VersionedSerializer<ItemCategory<E>> {

  private final TypeSerializer<E> events;

  ItemCategorySerializer(TypeSerializer<E> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(ItemCategory<E> item, DataOutputView out) throws IOException {
    StringValue.writeString(item.category, out);
    Varint.writeSigned(item.toldAt, out);
    Varint.writeSigned(item.lastSeen, out);
    Varint.writeUnsigned(item.waiting.size(), out);
    for (ItemCategory.Waiter<E> waiter : item.waiting) {
      Varint.writeSigned(waiter.timestamp(), out);
      events.serialize(waiter.event(), out);
    }
  }

  @Override
  protected ItemCategory<E> read(int version, DataInputView in) throws IOException {
    ItemCategory<E> item = new ItemCategory<>();
    item.category = StringValue.readString(in);
    item.toldAt = Varint.readSigned(in);
    item.lastSeen = Varint.readSigned(in);
    int size = (int) Varint.readUnsigned(in);
    for (int k = 0; k < size; k++) {
      long timestamp = Varint.readSigned(in);
      item.waiting.add(new ItemCategory.Waiter<>(events.deserialize(in), timestamp));
    }
    return item;
  }

  @Override
  public ItemCategory<E> copy(ItemCategory<E> from) {
    ItemCategory<E> to = new ItemCategory<>();
    to.category = from.category;
    to.toldAt = from.toldAt;
    to.lastSeen = from.lastSeen;
    for (ItemCategory.Waiter<E> waiter : from.waiting) {
      to.waiting.add(new ItemCategory.Waiter<>(events.copy(waiter.event()), waiter.timestamp()));
    }
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected ItemCategorySerializer<E> withNested(TypeSerializer<?>[] nested) {
    return new ItemCategorySerializer<>((TypeSerializer<E>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<ItemCategory<E>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of an {@link ItemCategorySerializer}.
   *
   * @param <E> the event
   */
  public static final class Snapshot<E>
      extends VersionedSerializer.Snapshot<ItemCategory<E>, ItemCategorySerializer<E>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(ItemCategorySerializer<E> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected ItemCategorySerializer<E> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new ItemCategorySerializer<>((TypeSerializer<E>) nested[0]);
    }
  }
}
