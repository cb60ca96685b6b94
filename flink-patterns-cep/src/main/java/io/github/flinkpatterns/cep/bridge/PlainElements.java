// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/** Gives flink-cep the events as they are; the timestamp is read from the event. */
final class PlainElements<IN> implements Elements<IN, IN> {

  private final KeySelector<IN, Long> timedBy;

  PlainElements(KeySelector<IN, Long> timedBy) {
    this.timedBy = timedBy;
  }

  @Override
  public IN of(IN event, long timestampMillis) throws Exception {
    long told = timedBy.getKey(event);
    if (told != timestampMillis) {
      throw new IllegalStateException(
          OwnPattern.NAME
              + ": parameter 'timedBy': gives "
              + told
              + " for an event with the timestamp "
              + timestampMillis
              + " and must give that; pass the function that the watermark strategy uses");
    }
    return event;
  }

  @Override
  public IN event(IN element) {
    return element;
  }

  @Override
  public long timestampMillis(IN element) throws Exception {
    return timedBy.getKey(element);
  }

  @Override
  public TypeInformation<IN> type(TypeInformation<IN> event) {
    return event;
  }
}
