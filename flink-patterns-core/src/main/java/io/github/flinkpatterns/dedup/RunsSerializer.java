// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link Runs}.
 *
 * <p>Layout 1: the number of runs, then for each: flags (bit 0: refreshed since it was kept, bit 1:
 * has a fingerprint, the rest: what was held back), the kept timestamp less that of the run before,
 * the last sighting less the kept timestamp, the fingerprint as eight bytes.
 */
final class RunsSerializer<E> extends VersionedSerializer<Runs<E>> {

  private static final int REFRESHED = 1;
  private static final int FINGERPRINT = 2;
  private static final int SUPPRESSED_SHIFT = 2;

  RunsSerializer() {
    super(1);
  }

  @Override
  protected void write(Runs<E> runs, DataOutputView out) throws IOException {
    writeRuns(runs, out);
  }

  @Override
  protected Runs<E> read(int version, DataInputView in) throws IOException {
    return readRuns(in);
  }

  static void writeRuns(Runs<?> runs, DataOutput out) throws IOException {
    Varint.writeUnsigned(runs.list.size(), out);
    long before = 0;
    for (Run<?> run : runs.list) {
      boolean refreshed = run.last != run.kept;
      Varint.writeUnsigned(
          (run.suppressed << SUPPRESSED_SHIFT)
              | (refreshed ? REFRESHED : 0)
              | (run.compared ? FINGERPRINT : 0),
          out);
      Varint.writeSigned(run.kept - before, out);
      if (refreshed) {
        Varint.writeSigned(run.last - run.kept, out);
      }
      if (run.compared) {
        out.writeLong(run.fingerprint);
      }
      before = run.kept;
    }
  }

  static <E> Runs<E> readRuns(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    Runs<E> runs = new Runs<>(Math.max(1, size));
    long before = 0;
    for (int i = 0; i < size; i++) {
      long flags = Varint.readUnsigned(in);
      long kept = before + Varint.readSigned(in);
      long last = (flags & REFRESHED) != 0 ? kept + Varint.readSigned(in) : kept;
      boolean compared = (flags & FINGERPRINT) != 0;
      long fingerprint = compared ? in.readLong() : 0;
      runs.list.add(new Run<>(kept, last, compared, fingerprint, flags >>> SUPPRESSED_SHIFT));
      before = kept;
    }
    return runs;
  }

  @Override
  public Runs<E> copy(Runs<E> from) {
    return from.copy(null);
  }

  @Override
  protected RunsSerializer<E> withNested(TypeSerializer<?>[] nested) {
    return new RunsSerializer<>();
  }

  @Override
  public TypeSerializerSnapshot<Runs<E>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link RunsSerializer}.
   *
   * @param <E> the event
   */
  public static final class Snapshot<E>
      extends VersionedSerializer.Snapshot<Runs<E>, RunsSerializer<E>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RunsSerializer<E> serializer) {
      super(serializer);
    }

    @Override
    protected RunsSerializer<E> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RunsSerializer<>();
    }
  }
}
