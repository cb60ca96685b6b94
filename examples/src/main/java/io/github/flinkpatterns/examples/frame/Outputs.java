// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The one place that all of a job's records pass: each becomes a line of JSON under the name of its
 * stream, and every {@link Destination} gets it.
 */
public final class Outputs {

  private final List<Destination> destinations;

  Outputs(List<Destination> destinations) {
    this.destinations = List.copyOf(destinations);
  }

  /**
   * Writes a stream of records.
   *
   * @param records the records
   * @param stream the stream's name
   */
  public <R> void write(DataStream<R> records, String stream) {
    write(records, record -> record, stream);
  }

  /**
   * Writes a stream of values as records.
   *
   * @param values the values
   * @param toRecord makes the record of a value
   * @param stream the stream's name
   */
  public <T, R> void write(DataStream<T> values, MapFunction<T, R> toRecord, String stream) {
    DataStream<String> lines =
        values
            .map(value -> JsonLine.of(toRecord.map(value)))
            .returns(Types.STRING)
            .name(stream + " as JSON")
            .uid("json-" + stream);
    destinations.forEach(destination -> destination.add(lines, stream));
  }
}
