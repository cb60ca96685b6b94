// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.logic.KeyedLogic;

/** What is kept of one user. */
final class ProfileState {

  static final long UNCHANGED = KeyedLogic.NEVER;

  /** How many events were taken in; 0: there is no profile, though events may wait. */
  long events;

  /** The latest timestamp taken in. */
  long lastSeen;

  /** The half-life of the scores, 0 for moving averages; kept to notice that it was changed. */
  long halfLife;

  /** The moment at which a decayed score counts as it stands. */
  long landmark;

  /** The highest moving average that ever left the categories. */
  double evicted;

  /** When what the next emission on the cadence will tell changed first. */
  long changedAt = UNCHANGED;

  TypeCounts types = new TypeCounts();
  Categories categories = new Categories();
  FeatureValues features;
  Waiting waiting = new Waiting();

  ProfileState(FeatureValues features) {
    this.features = features;
  }

  /** Forgets everything but what waits. */
  void forget() {
    events = 0;
    lastSeen = 0;
    landmark = 0;
    evicted = 0;
    changedAt = UNCHANGED;
    types = new TypeCounts();
    categories = new Categories();
    features = new FeatureValues(features.ids);
  }

  int sizeInBytes() {
    return 88
        + types.sizeInBytes()
        + categories.sizeInBytes()
        + features.sizeInBytes()
        + waiting.sizeInBytes();
  }

  ProfileState copy() {
    ProfileState to = new ProfileState(features.copy());
    to.events = events;
    to.lastSeen = lastSeen;
    to.halfLife = halfLife;
    to.landmark = landmark;
    to.evicted = evicted;
    to.changedAt = changedAt;
    to.types = types.copy();
    to.categories = categories.copy();
    to.waiting = waiting.copy();
    return to;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return events
        + " events until "
        + lastSeen
        + ", half-life "
        + halfLife
        + " from "
        + landmark
        + ", evicted "
        + evicted
        + ", changed at "
        + changedAt
        + ", types "
        + types
        + ", categories "
        + categories
        + ", features "
        + features
        + ", waiting "
        + waiting;
  }
}
