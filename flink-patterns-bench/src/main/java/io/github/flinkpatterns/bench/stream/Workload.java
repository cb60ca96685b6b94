// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A seeded stream that can be read from any position, the same each time.
 *
 * @param <IN> the event
 */
public interface Workload<IN> extends Serializable {

  /** Returns the type of the events. */
  TypeInformation<IN> type();

  /** Returns the key that a plain job would take: that of the baselines. */
  String key(IN event);

  /** Returns an event with its timestamp. */
  StreamRecord<IN> event(long index);

  /** Returns the watermark after the event {@code index}; no later event is late to it. */
  long watermark(long index);
}
