// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts that several messages have.
 *
 * @param user writes users
 * @param item writes items
 */
record Wire<U, I>(TypeSerializer<U> user, TypeSerializer<I> item) implements Serializable {

  private static final int GIVEN = 1;
  private static final int SERVE = 2;
  private static final int SCORE = 4;
  private static final int TAKEN = 8;

  void user(U value, DataOutputView out) throws IOException {
    user.serialize(value, out);
  }

  U user(DataInputView in) throws IOException {
    return user.deserialize(in);
  }

  void item(I value, DataOutputView out) throws IOException {
    item.serialize(value, out);
  }

  I item(DataInputView in) throws IOException {
    return item.deserialize(in);
  }

  @SuppressWarnings("unchecked")
  void items(Object[] values, int size, DataOutputView out) throws IOException {
    Varint.writeUnsigned(size, out);
    for (int k = 0; k < size; k++) {
      item.serialize((I) values[k], out);
    }
  }

  Object[] items(DataInputView in) throws IOException {
    Object[] values = new Object[(int) Varint.readUnsigned(in)];
    for (int k = 0; k < values.length; k++) {
      values[k] = item.deserialize(in);
    }
    return values;
  }

  void candidates(Candidates value, DataOutputView out) throws IOException {
    items(value.items, value.size, out);
    for (int k = 0; k < value.size; k++) {
      out.writeFloat(value.scores[k]);
    }
  }

  Candidates candidates(DataInputView in) throws IOException {
    Candidates value = new Candidates(0);
    value.items = items(in);
    value.size = value.items.length;
    value.scores = new float[value.size];
    for (int k = 0; k < value.size; k++) {
      value.scores[k] = in.readFloat();
    }
    return value;
  }

  void place(Place value, DataOutputView out) throws IOException {
    Varint.writeUnsigned(value.place() + 1, out);
    Varint.writeUnsigned(value.size(), out);
  }

  Place place(DataInputView in) throws IOException {
    int place = (int) Varint.readUnsigned(in) - 1;
    return new Place(place, (int) Varint.readUnsigned(in));
  }

  void knownQuestion(Question<I> value, DataOutputView out) throws IOException {
    question(value, out);
  }

  Question<I> knownQuestion(DataInputView in) throws IOException {
    return Objects.requireNonNull(question(in));
  }

  void question(@Nullable Question<I> value, DataOutputView out) throws IOException {
    if (value == null) {
      out.writeByte(0);
      return;
    }
    I taken = value.taken();
    out.writeByte(
        GIVEN
            | (value.serve() ? SERVE : 0)
            | (value.score() ? SCORE : 0)
            | (taken != null ? TAKEN : 0));
    out.writeUTF(value.shard());
    Varint.writeSigned(value.timeMillis(), out);
    if (taken != null) {
      item.serialize(taken, out);
    }
    out.writeFloat((float) value.popular());
    Varint.writeUnsigned(value.previous() + 1, out);
    Varint.writeUnsigned(value.seen().length, out);
    for (int fingerprint : value.seen()) {
      out.writeInt(fingerprint);
    }
    items(value.history(), value.history().length, out);
  }

  @Nullable Question<I> question(DataInputView in) throws IOException {
    int flags = in.readByte();
    if (flags == 0) {
      return null;
    }
    String shard = in.readUTF();
    long time = Varint.readSigned(in);
    I taken = (flags & TAKEN) != 0 ? item.deserialize(in) : null;
    double popular = in.readFloat();
    int previous = (int) Varint.readUnsigned(in) - 1;
    int[] seen = new int[(int) Varint.readUnsigned(in)];
    for (int k = 0; k < seen.length; k++) {
      seen[k] = in.readInt();
    }
    return new Question<>(
        shard,
        time,
        (flags & SERVE) != 0,
        (flags & SCORE) != 0,
        taken,
        popular,
        previous,
        seen,
        items(in));
  }
}
