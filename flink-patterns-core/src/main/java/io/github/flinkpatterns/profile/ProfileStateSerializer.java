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
 * Writes a {@link ProfileState}: about 14 bytes, 10 and the name for each category, 3 and the name
 * for each type.
 *
 * <p>Layout 1, all integers as varints, texts as Flink writes them:
 *
 * <ol>
 *   <li>flags (1: decayed, 2: changed, 4: has evicted, 8: has errors, 16: has sent scores), the
 *       events, the last timestamp, and as announced half-life and landmark, the moment of the
 *       change, the highest evicted average;
 *   <li>types: how many, then name and count of each;
 *   <li>categories by rank: how many, then name, score, events and as announced error and score
 *       last sent;
 *   <li>features: how many, then for each its id as four bytes, sum, weight and moment (the bits of
 *       the sum decide whether there are any), hashes;
 *   <li>waiting: how many, then for each the time since the one before, category, type, which
 *       features it speaks to, and eight bytes for each of these.
 * </ol>
 */
final class ProfileStateSerializer extends VersionedSerializer<ProfileState> {

  private static final int DECAYED = 1;
  private static final int CHANGED = 2;
  private static final int EVICTED = 4;
  private static final int ERRORS = 8;
  private static final int SENT = 16;

  ProfileStateSerializer() {
    super(1);
  }

  @Override
  protected void write(ProfileState state, DataOutputView out) throws IOException {
    Categories categories = state.categories;
    int flags =
        (state.halfLife > 0 ? DECAYED : 0)
            | (state.changedAt != ProfileState.UNCHANGED ? CHANGED : 0)
            | (state.evicted != 0 ? EVICTED : 0)
            | (anyNonZero(categories.errors, categories.size) ? ERRORS : 0)
            | (anyNonZero(categories.sent, categories.size) ? SENT : 0);
    out.writeByte(flags);
    Varint.writeUnsigned(state.events, out);
    Varint.writeSigned(state.lastSeen, out);
    if ((flags & DECAYED) != 0) {
      Varint.writeUnsigned(state.halfLife, out);
      Varint.writeSigned(state.landmark - state.lastSeen, out);
    }
    if ((flags & CHANGED) != 0) {
      Varint.writeSigned(state.changedAt - state.lastSeen, out);
    }
    if ((flags & EVICTED) != 0) {
      out.writeDouble(state.evicted);
    }
    Varint.writeUnsigned(state.types.size, out);
    for (int i = 0; i < state.types.size; i++) {
      StringValue.writeString(state.types.names[i], out);
      Varint.writeUnsigned(state.types.counts[i], out);
    }
    Varint.writeUnsigned(categories.size, out);
    for (int i = 0; i < categories.size; i++) {
      StringValue.writeString(categories.names[i], out);
      out.writeDouble(categories.scores[i]);
      Varint.writeUnsigned(categories.events[i], out);
      if ((flags & ERRORS) != 0) {
        out.writeDouble(categories.errors[i]);
      }
      if ((flags & SENT) != 0) {
        out.writeDouble(categories.sent[i]);
      }
    }
    writeFeatures(state.features, state.lastSeen, out);
    writeWaiting(state.waiting, state.lastSeen, out);
  }

  private static boolean anyNonZero(double[] values, int size) {
    for (int i = 0; i < size; i++) {
      if (values[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private static void writeFeatures(FeatureValues features, long base, DataOutputView out)
      throws IOException {
    Varint.writeUnsigned(features.ids.length, out);
    for (int i = 0; i < features.ids.length; i++) {
      out.writeInt(features.ids[i]);
      boolean any = features.sums[i] != 0 || features.weights[i] != 0;
      out.writeBoolean(any);
      if (any) {
        out.writeDouble(features.sums[i]);
        out.writeDouble(features.weights[i]);
        Varint.writeSigned(features.at[i] - base, out);
      }
      Varint.writeUnsigned(features.hashCounts[i], out);
      for (int j = 0; j < features.hashCounts[i]; j++) {
        out.writeLong(features.hashes[i][j]);
      }
    }
  }

  private static void writeWaiting(Waiting waiting, long base, DataOutputView out)
      throws IOException {
    Varint.writeUnsigned(waiting.size(), out);
    long before = base;
    for (int i = 0; i < waiting.size(); i++) {
      Waiting.Said said = waiting.get(i);
      Varint.writeSigned(said.timestamp - before, out);
      before = said.timestamp;
      StringValue.writeString(said.category, out);
      StringValue.writeString(said.type, out);
      Varint.writeUnsigned(said.taken, out);
      for (int f = 0; f < said.inputs.length; f++) {
        if ((said.taken >>> f & 1) != 0) {
          out.writeLong(said.inputs[f]);
        }
      }
    }
  }

  @Override
  protected ProfileState read(int version, DataInputView in) throws IOException {
    int flags = in.readByte();
    ProfileState state = new ProfileState(new FeatureValues(new int[0]));
    state.events = Varint.readUnsigned(in);
    state.lastSeen = Varint.readSigned(in);
    if ((flags & DECAYED) != 0) {
      state.halfLife = Varint.readUnsigned(in);
      state.landmark = state.lastSeen + Varint.readSigned(in);
    }
    if ((flags & CHANGED) != 0) {
      state.changedAt = state.lastSeen + Varint.readSigned(in);
    }
    if ((flags & EVICTED) != 0) {
      state.evicted = in.readDouble();
    }
    int types = (int) Varint.readUnsigned(in);
    for (int i = 0; i < types; i++) {
      state.types.insert(i, StringValue.readString(in), Varint.readUnsigned(in));
    }
    int size = (int) Varint.readUnsigned(in);
    Categories categories = state.categories;
    for (int i = 0; i < size; i++) {
      categories.append(StringValue.readString(in));
      categories.scores[i] = in.readDouble();
      categories.events[i] = Varint.readUnsigned(in);
      categories.errors[i] = (flags & ERRORS) != 0 ? in.readDouble() : 0;
      categories.sent[i] = (flags & SENT) != 0 ? in.readDouble() : 0;
    }
    state.features = readFeatures(state.lastSeen, in);
    readWaiting(state.waiting, state.lastSeen, state.features.ids.length, in);
    return state;
  }

  private static FeatureValues readFeatures(long base, DataInputView in) throws IOException {
    FeatureValues features = new FeatureValues(new int[(int) Varint.readUnsigned(in)]);
    for (int i = 0; i < features.ids.length; i++) {
      features.ids[i] = in.readInt();
      if (in.readBoolean()) {
        features.sums[i] = in.readDouble();
        features.weights[i] = in.readDouble();
        features.at[i] = base + Varint.readSigned(in);
      }
      int hashes = (int) Varint.readUnsigned(in);
      if (hashes > 0) {
        features.hashes[i] = new long[hashes];
        features.hashCounts[i] = hashes;
        for (int j = 0; j < hashes; j++) {
          features.hashes[i][j] = in.readLong();
        }
      }
    }
    return features;
  }

  private static void readWaiting(Waiting waiting, long base, int features, DataInputView in)
      throws IOException {
    int size = (int) Varint.readUnsigned(in);
    long before = base;
    for (int i = 0; i < size; i++) {
      before += Varint.readSigned(in);
      String category = StringValue.readString(in);
      String type = StringValue.readString(in);
      long taken = Varint.readUnsigned(in);
      long[] inputs = new long[features];
      for (int f = 0; f < features; f++) {
        inputs[f] = (taken >>> f & 1) != 0 ? in.readLong() : 0;
      }
      waiting.add(new Waiting.Said(before, category, type, taken, inputs));
    }
  }

  @Override
  public ProfileState copy(ProfileState from) {
    return from.copy();
  }

  @Override
  protected ProfileStateSerializer withNested(TypeSerializer<?>[] nested) {
    return new ProfileStateSerializer();
  }

  @Override
  public TypeSerializerSnapshot<ProfileState> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of a {@link ProfileStateSerializer}. */
  public static final class Snapshot
      extends VersionedSerializer.Snapshot<ProfileState, ProfileStateSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(ProfileStateSerializer serializer) {
      super(serializer);
    }

    @Override
    protected ProfileStateSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new ProfileStateSerializer();
    }
  }
}
