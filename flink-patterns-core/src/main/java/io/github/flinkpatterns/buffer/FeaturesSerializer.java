// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Features}: 3 bytes, 6 and 8 for each present feature of an open vector, 10 or so
 * for each feature that waits for the watermark.
 *
 * <p>Layout 1: version; the number of features and the mask of those present; if any, the start and
 * the values present; the number of those that wait; for each the time, as what it differs by from
 * the one before, the feature, the value.
 */
final class FeaturesSerializer extends VersionedSerializer<Features> {

  FeaturesSerializer() {
    super(1);
  }

  @Override
  protected void write(Features features, DataOutputView out) throws IOException {
    Varint.writeUnsigned(features.values.length, out);
    Varint.writeUnsigned(features.present, out);
    if (features.isOpen()) {
      Varint.writeSigned(features.start, out);
      for (int i = 0; i < features.values.length; i++) {
        if ((features.present >>> i & 1) != 0) {
          out.writeDouble(features.values[i]);
        }
      }
    }
    Varint.writeUnsigned(features.pending, out);
    long time = 0;
    for (int i = 0; i < features.pending; i++) {
      Varint.writeSigned(features.times[i] - time, out);
      time = features.times[i];
      out.writeByte(features.features[i]);
      out.writeDouble(features.inputs[i]);
    }
  }

  @Override
  protected Features read(int version, DataInputView in) throws IOException {
    Features features = new Features();
    int count = (int) Varint.readUnsigned(in);
    features.present = Varint.readUnsigned(in);
    if (features.isOpen()) {
      features.start = Varint.readSigned(in);
      features.values = new double[count];
      Arrays.fill(features.values, Double.NaN);
      for (int i = 0; i < count; i++) {
        if ((features.present >>> i & 1) != 0) {
          features.values[i] = in.readDouble();
        }
      }
    }
    int pending = (int) Varint.readUnsigned(in);
    int capacity = Math.max(2, pending);
    features.pending = pending;
    features.times = new long[capacity];
    features.features = new byte[capacity];
    features.inputs = new double[capacity];
    long time = 0;
    for (int i = 0; i < pending; i++) {
      time += Varint.readSigned(in);
      features.times[i] = time;
      features.features[i] = in.readByte();
      features.inputs[i] = in.readDouble();
    }
    return features;
  }

  @Override
  public Features copy(Features from) {
    return from.copy();
  }

  @Override
  protected FeaturesSerializer withNested(TypeSerializer<?>[] nested) {
    return new FeaturesSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Features> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of a {@link FeaturesSerializer}. */
  public static final class Snapshot
      extends VersionedSerializer.Snapshot<Features, FeaturesSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(FeaturesSerializer serializer) {
      super(serializer);
    }

    @Override
    protected FeaturesSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new FeaturesSerializer();
    }
  }
}
