// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** One way to do a job, driven by the paired runner: a contender, a rival or a baseline. */
interface Variant<IN> {

  String name();

  /** Takes one event, as the runtime would hand it over. */
  void event(StreamRecord<IN> record) throws Exception;

  void watermark(long millis) throws Exception;

  /** What a checkpoint barrier costs the operator thread before the backend's own snapshot. */
  void barrier(long checkpointId) throws Exception;

  /** An order-independent digest of what came out so far. */
  long digest();

  /** Whether the results must equal those of the other variants; baselines give none. */
  boolean compared();

  /** How many records came out so far. */
  long outputs();

  void close() throws Exception;
}
