// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * One way to do a job, as the paired runner drives it: ours, a rival or a baseline.
 *
 * @param <IN> the event
 */
public interface Variant<IN> {

  /** Returns what tables and charts call it. */
  String name();

  /** Returns the name of those whose results must be equal; null for a baseline, which has none. */
  @Nullable String group();

  /** Takes one event, as the runtime would hand it over. */
  void event(StreamRecord<IN> record) throws Exception;

  /** Takes a watermark. */
  void watermark(long millis) throws Exception;

  /** Does what a checkpoint barrier costs the operator thread before the backend's own snapshot. */
  void barrier(long checkpointId) throws Exception;

  /** Returns a digest of what came out so far, in any order. */
  long digest();

  /** Returns how many records came out so far. */
  long outputs();

  /** Lets go of state and files. */
  void close() throws Exception;
}
