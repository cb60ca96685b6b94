// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Sends records with the timestamp of the event or due moment, if it has one. */
final class Sending {

  private Sending() {}

  static <T> void send(Output<StreamRecord<T>> output, StreamRecord<T> record, T value, long at) {
    if (at == NO_TIMESTAMP) {
      record.replace(value);
      record.eraseTimestamp();
    } else {
      record.replace(value, at);
    }
    output.collect(record);
  }

  static <X> void send(Output<?> output, OutputTag<X> tag, X value, long at) {
    output.collect(
        tag, at == NO_TIMESTAMP ? new StreamRecord<>(value) : new StreamRecord<>(value, at));
  }
}
