// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import org.apache.flink.streaming.api.datastream.DataStream;

/** Takes the lines of all of a job's streams to one place: files, a broker, a live page. */
public interface Destination {

  /**
   * Adds what takes one stream there.
   *
   * @param lines one JSON object each, without a line break
   * @param stream the stream's name: lower case letters and hyphens, one call for each
   */
  void add(DataStream<String> lines, String stream);
}
