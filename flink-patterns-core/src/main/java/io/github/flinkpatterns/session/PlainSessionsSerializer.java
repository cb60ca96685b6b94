// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sessions of one key: about 16 bytes for each and its accumulator.
 *
 * <p>Layout 1: version; number of sessions times two, plus one if the source is watched, then the
 * two moments of the watch; for each session the start as the difference from the end of the one
 * before (zigzag), {@code last - start}, {@code end - last}, events, flags, what the flags
 * announce, and the accumulator by its own serializer. All numbers are varints.
 */
final class PlainSessionsSerializer<A> extends VersionedSerializer<PlainSessions<A>> {

  private static final int FIRED = 1;
  private static final int CLOSED = 2;
  private static final int EMITTED = 4;
  private static final int MARKED = 8;
  private static final int REPLACED = 16;

  private final TypeSerializer<A> accumulators;

  PlainSessionsSerializer(TypeSerializer<A> accumulators) {
    super(1, accumulators);
    this.accumulators = accumulators;
  }

  @Override
  protected void write(PlainSessions<A> sessions, DataOutputView out) throws IOException {
    Varint.writeUnsigned(sessions.size() * 2L + (sessions.watched ? 1 : 0), out);
    if (sessions.watched) {
      Varint.writeSigned(sessions.idleSince, out);
      Varint.writeSigned(sessions.seenWatermark, out);
    }
    long base = 0;
    for (int i = 0; i < sessions.size(); i++) {
      PlainSession<A> session = sessions.get(i);
      Varint.writeSigned(session.start - base, out);
      base = session.end;
      write(session, out);
    }
  }

  private void write(PlainSession<A> session, DataOutputView out) throws IOException {
    Varint.writeUnsigned(session.last - session.start, out);
    Varint.writeUnsigned(session.end - session.last, out);
    Varint.writeUnsigned(session.events, out);
    long[] replaced = session.replaced;
    int flags = session.fired ? FIRED : 0;
    flags |= session.closed ? CLOSED : 0;
    flags |= session.revision > 0 ? EMITTED : 0;
    flags |= session.mark != 0 ? MARKED : 0;
    flags |= replaced != null ? REPLACED : 0;
    out.writeByte(flags);
    if (session.revision > 0) {
      Varint.writeUnsigned(session.revision, out);
      out.writeLong(session.id);
    }
    if (session.mark != 0) {
      Varint.writeSigned(session.mark, out);
    }
    if (replaced != null) {
      Varint.writeUnsigned(replaced.length, out);
      for (long id : replaced) {
        out.writeLong(id);
      }
    }
    accumulators.serialize(session.accumulator, out);
  }

  @Override
  protected PlainSessions<A> read(int version, DataInputView in) throws IOException {
    long head = Varint.readUnsigned(in);
    int size = (int) (head >>> 1);
    PlainSessions<A> sessions = new PlainSessions<>(size);
    if ((head & 1) != 0) {
      sessions.watched = true;
      sessions.idleSince = Varint.readSigned(in);
      sessions.seenWatermark = Varint.readSigned(in);
    }
    long base = 0;
    for (int i = 0; i < size; i++) {
      PlainSession<A> session = readSession(base + Varint.readSigned(in), in);
      base = session.end;
      sessions.add(session);
    }
    return sessions;
  }

  private PlainSession<A> readSession(long start, DataInputView in) throws IOException {
    long last = start + Varint.readUnsigned(in);
    long end = last + Varint.readUnsigned(in);
    long events = Varint.readUnsigned(in);
    int flags = in.readByte();
    int revision = 0;
    long id = 0;
    if ((flags & EMITTED) != 0) {
      revision = (int) Varint.readUnsigned(in);
      id = in.readLong();
    }
    long mark = (flags & MARKED) != 0 ? Varint.readSigned(in) : 0;
    long @Nullable [] replaced = null;
    if ((flags & REPLACED) != 0) {
      replaced = new long[(int) Varint.readUnsigned(in)];
      for (int i = 0; i < replaced.length; i++) {
        replaced[i] = in.readLong();
      }
    }
    PlainSession<A> session = new PlainSession<>(start, end, accumulators.deserialize(in));
    session.last = last;
    session.events = events;
    session.fired = (flags & FIRED) != 0;
    session.closed = (flags & CLOSED) != 0;
    session.revision = revision;
    session.id = id;
    session.mark = mark;
    session.replaced = replaced;
    return session;
  }

  @Override
  public PlainSessions<A> copy(PlainSessions<A> from) {
    PlainSessions<A> to = new PlainSessions<>(from.size());
    to.watched = from.watched;
    to.idleSince = from.idleSince;
    to.seenWatermark = from.seenWatermark;
    to.due = from.due;
    for (int i = 0; i < from.size(); i++) {
      to.add(copy(from.get(i)));
    }
    return to;
  }

  private PlainSession<A> copy(PlainSession<A> from) {
    PlainSession<A> to =
        new PlainSession<>(from.start, from.end, accumulators.copy(from.accumulator));
    to.last = from.last;
    to.events = from.events;
    to.fired = from.fired;
    to.closed = from.closed;
    to.revision = from.revision;
    to.id = from.id;
    to.mark = from.mark;
    // Never changed in place, so both may hold it.
    to.replaced = from.replaced;
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected PlainSessionsSerializer<A> withNested(TypeSerializer<?>[] nested) {
    return new PlainSessionsSerializer<>((TypeSerializer<A>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<PlainSessions<A>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of the serializer.
   *
   * @param <A> the accumulator
   */
  public static final class Snapshot<A>
      extends VersionedSerializer.Snapshot<PlainSessions<A>, PlainSessionsSerializer<A>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    Snapshot(PlainSessionsSerializer<A> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected PlainSessionsSerializer<A> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PlainSessionsSerializer<>((TypeSerializer<A>) nested[0]);
    }
  }
}
