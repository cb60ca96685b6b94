// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link KeyedSlot}: 2 bytes, 8 more for each armed timer, then the value.
 *
 * <p>Layout 1: version, flags (bit 0: event-time timer, bit 1: processing-time timer), the moments
 * as big-endian longs, the value by its own serializer.
 *
 * @param <S> the value
 */
public final class KeyedSlotSerializer<S> extends VersionedSerializer<KeyedSlot<S>> {

  private static final int EVENT_TIME = 1;
  private static final int PROCESSING_TIME = 2;

  private final TypeSerializer<S> value;

  /** Creates a serializer of slots whose value is written by {@code value}. */
  public KeyedSlotSerializer(TypeSerializer<S> value) {
    super(1, value);
    this.value = value;
  }

  @Override
  protected void write(KeyedSlot<S> slot, DataOutputView out) throws IOException {
    boolean eventTime = slot.armedMillis() != KeyedSlot.NONE;
    boolean processingTime = slot.armedProcessingMillis() != KeyedSlot.NONE;
    out.writeByte((eventTime ? EVENT_TIME : 0) | (processingTime ? PROCESSING_TIME : 0));
    if (eventTime) {
      out.writeLong(slot.armedMillis());
    }
    if (processingTime) {
      out.writeLong(slot.armedProcessingMillis());
    }
    value.serialize(slot.value(), out);
  }

  @Override
  protected KeyedSlot<S> read(int version, DataInputView in) throws IOException {
    int flags = in.readByte();
    long eventTime = (flags & EVENT_TIME) != 0 ? in.readLong() : KeyedSlot.NONE;
    long processingTime = (flags & PROCESSING_TIME) != 0 ? in.readLong() : KeyedSlot.NONE;
    return new KeyedSlot<>(eventTime, processingTime, value.deserialize(in));
  }

  @Override
  public KeyedSlot<S> copy(KeyedSlot<S> from) {
    return new KeyedSlot<>(
        from.armedMillis(), from.armedProcessingMillis(), value.copy(from.value()));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected KeyedSlotSerializer<S> withNested(TypeSerializer<?>[] nested) {
    return new KeyedSlotSerializer<>((TypeSerializer<S>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<KeyedSlot<S>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link KeyedSlotSerializer}.
   *
   * @param <S> the value
   */
  public static final class Snapshot<S>
      extends VersionedSerializer.Snapshot<KeyedSlot<S>, KeyedSlotSerializer<S>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(KeyedSlotSerializer<S> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected KeyedSlotSerializer<S> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new KeyedSlotSerializer<>((TypeSerializer<S>) nested[0]);
    }
  }
}
