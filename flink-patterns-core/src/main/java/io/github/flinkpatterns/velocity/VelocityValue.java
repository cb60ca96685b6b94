// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one key: its recent events, and in sums what no longer has room among them. */
final class VelocityValue {

  final Ring ring;
  final List<Track> tracks;
  final Cooldowns cooldowns;
  final Tally tally;

  /** The time of the newest judged event. */
  long newest = Long.MIN_VALUE;

  /** Up to here events were judged before the watermark, for want of room. */
  long judgedEarlyTo = Long.MIN_VALUE;

  /** Up to here events had to leave the ring although an exact window holds them. */
  long compactedTo = Long.MIN_VALUE;

  /** Follows from the rest; null where it must be computed anew. */
  @Nullable Runs runs;

  VelocityValue(Layout layout) {
    this(new Ring(layout), new ArrayList<>(0), new Cooldowns(), new Tally());
  }

  VelocityValue(Ring ring, List<Track> tracks, Cooldowns cooldowns, Tally tally) {
    this.ring = ring;
    this.tracks = tracks;
    this.cooldowns = cooldowns;
    this.tally = tally;
  }

  VelocityValue copy() {
    List<Track> trackCopies = new ArrayList<>(tracks.size());
    tracks.forEach(track -> trackCopies.add(track.copy()));
    VelocityValue copy =
        new VelocityValue(ring.copy(), trackCopies, cooldowns.copy(), tally.copy());
    copy.newest = newest;
    copy.judgedEarlyTo = judgedEarlyTo;
    copy.compactedTo = compactedTo;
    return copy;
  }

  @Nullable Track track(long id) {
    for (Track track : tracks) {
      if (track.id == id) {
        return track;
      }
    }
    return null;
  }

  /** Moves the oldest event out of the ring, into the tracks that want it. */
  void evictOldest(Plan plan, long now) {
    for (TrackSpec spec : plan.tracks) {
      if (spec.takesOldest(ring, now)) {
        Track track = track(spec.id);
        if (track == null) {
          track = new Track(spec.id, spec.width);
          tracks.add(track);
        }
        long value = spec.field < 0 ? 0 : ring.value(spec.field, 0);
        track.add(ring.time(0), value, spec.category);
      }
    }
    if (runs != null) {
      for (int i = 0; i < plan.runs.length; i++) {
        TrackSpec spec = plan.runs[i].track;
        runs.get(i).evictOldest(spec.takesOldest(ring, now) ? track(spec.id) : null);
      }
      runs.next = Math.max(runs.next, ring.first() + 1);
    }
    ring.dropOldest();
  }

  /** Drops the buckets that no rule of {@code plan} or after it reaches at {@code now}. */
  void dropOldBuckets(Plan plan, long now) {
    if (tracks.isEmpty()) {
      return;
    }
    for (int i = tracks.size() - 1; i >= 0; i--) {
      Track track = tracks.get(i);
      TrackSpec spec = null;
      for (TrackSpec candidate : plan.tracks) {
        spec = candidate.id == track.id ? candidate : spec;
      }
      if (spec != null) {
        track.dropBefore(spec.firstBucket(now));
      }
      if (spec == null || track.buckets.isEmpty()) {
        tracks.remove(i);
        runs = null;
      }
    }
  }

  /** Forgets everything but the events that wait. */
  void forgetHistory() {
    while (ring.judged() > 0) {
      ring.dropOldest();
    }
    tracks.clear();
    cooldowns.clear();
    tally.lines.clear();
    newest = Long.MIN_VALUE;
    compactedTo = Long.MIN_VALUE;
    runs = null;
  }

  boolean hasHistory() {
    return newest != Long.MIN_VALUE;
  }

  int sizeInBytes() {
    int bytes = 64 + ring.sizeInBytes() + cooldowns.sizeInBytes() + tally.lines.size() * 80;
    for (Track track : tracks) {
      bytes += track.sizeInBytes();
    }
    return runs == null ? bytes : bytes + runs.sizeInBytes();
  }

  @Override
  public String toString() {
    return "newest="
        + newest
        + " judgedEarlyTo="
        + judgedEarlyTo
        + " compactedTo="
        + compactedTo
        + " "
        + ring
        + " buckets="
        + tracks
        + " cooldowns="
        + cooldowns
        + " tally="
        + tally;
  }
}
