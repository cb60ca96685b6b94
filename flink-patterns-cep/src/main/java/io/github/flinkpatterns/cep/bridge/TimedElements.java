// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Gives flink-cep each event with its timestamp. */
final class TimedElements<IN> implements Elements<IN, Timed<IN>> {

  @Override
  public Timed<IN> of(IN event, long timestampMillis) {
    return new Timed<>(timestampMillis, event);
  }

  @Override
  public IN event(Timed<IN> element) {
    return element.event();
  }

  @Override
  public long timestampMillis(Timed<IN> element) {
    return element.timestampMillis();
  }

  @Override
  public TypeInformation<Timed<IN>> type(TypeInformation<IN> event) {
    return Timed.type(event);
  }
}
