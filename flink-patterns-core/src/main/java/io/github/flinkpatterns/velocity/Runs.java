// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** The running aggregates of one key under one plan. */
final class Runs {

  final Plan plan;
  private final Run[] runs;

  /** The sequence number after the last event in the aggregates. */
  long next;

  Runs(Plan plan, VelocityValue value, int end, long time) {
    this.plan = plan;
    this.next = value.ring.first() + end;
    runs = new Run[plan.runs.length];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new Run(plan.runs[i], value.ring);
      runs[i].rebuild(value.track(plan.runs[i].track.id), end, time);
    }
  }

  Run get(int run) {
    return runs[run];
  }

  void advance(long time) {
    for (Run run : runs) {
      run.advance(time);
    }
  }

  void add(int index) {
    for (Run run : runs) {
      run.add(index);
    }
    next++;
  }

  int sizeInBytes() {
    int bytes = 40;
    for (Run run : runs) {
      bytes += run.sizeInBytes();
    }
    return bytes;
  }
}
