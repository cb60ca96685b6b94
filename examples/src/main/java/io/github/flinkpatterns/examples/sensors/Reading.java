// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A measurement.
 *
 * @param series the sensor
 * @param timestampMillis when it was taken
 * @param value what it gave, a finite number
 */
public record Reading(String series, long timestampMillis, double value) implements Timestamped {

  /** The type of a measurement. */
  static final TypeInformation<Reading> TYPE =
      Types.POJO(
          Reading.class,
          Map.of("series", Types.STRING, "timestampMillis", Types.LONG, "value", Types.DOUBLE));
}
