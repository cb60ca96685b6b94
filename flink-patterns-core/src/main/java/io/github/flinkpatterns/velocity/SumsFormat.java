// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.Varint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes what a key has beside its events.
 *
 * <pre>
 * buckets     varint tracks; each: 8 bytes id, varint width, varint n, n buckets:
 *             signed varint number, varint last time minus the bucket's start, varint count, signed
 *             varint sum, 16 bytes sum of squares, signed varints min and max, varint kept values
 *             (0: none) plus 1, 1 byte exact, 8 bytes each
 * cool-downs  varint n; each: 8 bytes rule, signed varint moment, varint suppressed
 * tally       signed varint period; varint n; each: id, varint version, mode, 4 varints
 * </pre>
 */
final class SumsFormat {

  private SumsFormat() {}

  static void writeTracks(List<Track> tracks, DataOutputView out) throws IOException {
    Varint.writeUnsigned(tracks.size(), out);
    for (Track track : tracks) {
      out.writeLong(track.id);
      Varint.writeUnsigned(track.width, out);
      Varint.writeUnsigned(track.buckets.size(), out);
      for (Track.Bucket bucket : track.buckets) {
        Varint.writeSigned(bucket.number, out);
        Varint.writeUnsigned(bucket.lastTime - bucket.number * track.width, out);
        Varint.writeUnsigned(bucket.moments.count, out);
        Varint.writeSigned(bucket.moments.sum, out);
        out.writeLong(bucket.moments.squaresHigh);
        out.writeLong(bucket.moments.squaresLow);
        Varint.writeSigned(bucket.min, out);
        Varint.writeSigned(bucket.max, out);
        writeValues(bucket, out);
      }
    }
  }

  private static void writeValues(Track.Bucket bucket, DataOutputView out) throws IOException {
    if (bucket.values == null) {
      Varint.writeUnsigned(0, out);
      return;
    }
    long[] kept = bucket.values.ordered();
    Varint.writeUnsigned(kept.length + 1L, out);
    out.writeBoolean(bucket.values.isExact());
    for (long value : kept) {
      out.writeLong(value);
    }
  }

  static List<Track> readTracks(DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<Track> tracks = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Track track = new Track(in.readLong(), Varint.readUnsigned(in));
      int buckets = (int) Varint.readUnsigned(in);
      for (int b = 0; b < buckets; b++) {
        track.buckets.add(readBucket(track.width, in));
      }
      tracks.add(track);
    }
    return tracks;
  }

  private static Track.Bucket readBucket(long width, DataInputView in) throws IOException {
    Track.Bucket bucket = new Track.Bucket(Varint.readSigned(in), new Moments());
    bucket.lastTime = bucket.number * width + Varint.readUnsigned(in);
    bucket.moments.count = Varint.readUnsigned(in);
    bucket.moments.sum = Varint.readSigned(in);
    bucket.moments.squaresHigh = in.readLong();
    bucket.moments.squaresLow = in.readLong();
    bucket.min = Varint.readSigned(in);
    bucket.max = Varint.readSigned(in);
    int kept = (int) Varint.readUnsigned(in) - 1;
    if (kept >= 0) {
      boolean exact = in.readBoolean();
      long[] values = new long[kept];
      for (int i = 0; i < kept; i++) {
        values[i] = in.readLong();
      }
      bucket.values = new MinValues(values, !exact);
    }
    return bucket;
  }

  static void writeCooldowns(Cooldowns cooldowns, DataOutputView out) throws IOException {
    Varint.writeUnsigned(cooldowns.rules.length, out);
    for (int i = 0; i < cooldowns.rules.length; i++) {
      out.writeLong(cooldowns.rules[i]);
      Varint.writeSigned(cooldowns.alertedAt[i], out);
      Varint.writeUnsigned(cooldowns.suppressed[i], out);
    }
  }

  static Cooldowns readCooldowns(DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    Cooldowns cooldowns = new Cooldowns();
    cooldowns.rules = new long[size];
    cooldowns.alertedAt = new long[size];
    cooldowns.suppressed = new long[size];
    for (int i = 0; i < size; i++) {
      cooldowns.rules[i] = in.readLong();
      cooldowns.alertedAt[i] = Varint.readSigned(in);
      cooldowns.suppressed[i] = Varint.readUnsigned(in);
    }
    return cooldowns;
  }

  static void writeTally(Tally tally, DataOutputView out) throws IOException {
    Varint.writeSigned(tally.periodStart, out);
    Varint.writeUnsigned(tally.lines.size(), out);
    for (Tally.Line line : tally.lines) {
      StringValue.writeString(line.ruleId, out);
      Varint.writeUnsigned(line.version, out);
      StringValue.writeString(line.mode.name(), out);
      Varint.writeUnsigned(line.evaluated, out);
      Varint.writeUnsigned(line.fired, out);
      Varint.writeUnsigned(line.suppressed, out);
      Varint.writeUnsigned(line.missing, out);
    }
  }

  static Tally readTally(DataInputView in) throws IOException {
    Tally tally = new Tally();
    tally.periodStart = Varint.readSigned(in);
    int size = (int) Varint.readUnsigned(in);
    for (int i = 0; i < size; i++) {
      String id = StringValue.readString(in);
      int version = (int) Varint.readUnsigned(in);
      RuleMode mode = RuleMode.valueOf(StringValue.readString(in));
      Tally.Line line = new Tally.Line(id, version, mode);
      line.evaluated = Varint.readUnsigned(in);
      line.fired = Varint.readUnsigned(in);
      line.suppressed = Varint.readUnsigned(in);
      line.missing = Varint.readUnsigned(in);
      tally.lines.add(line);
    }
    return tally;
  }
}
