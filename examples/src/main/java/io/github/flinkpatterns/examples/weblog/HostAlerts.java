// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.weblog.Traffic.Counts;
import io.github.flinkpatterns.examples.weblog.WeblogRecords.AlertRecord;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Alerts on a host with more than {@value #MAX_REQUESTS} requests, or at least {@value #MIN_ERRORS}
 * error answers, within one minute of the clock.
 */
final class HostAlerts extends ProcessWindowFunction<Counts, AlertRecord, String, TimeWindow> {

  static final int MAX_REQUESTS = 100;
  static final int MIN_ERRORS = 10;

  @Override
  public void process(
      String host, Context context, Iterable<Counts> counts, Collector<AlertRecord> out) {
    long start = context.window().getStart();
    long end = context.window().getEnd();
    for (Counts count : counts) {
      if (count.requests() > MAX_REQUESTS) {
        out.collect(
            new AlertRecord(
                "request-rate",
                host,
                start,
                end,
                count.requests(),
                count.requests() + " requests within a minute, more than " + MAX_REQUESTS));
      }
      if (count.errors() >= MIN_ERRORS) {
        out.collect(
            new AlertRecord(
                "error-burst",
                host,
                start,
                end,
                count.errors(),
                count.errors() + " error answers within a minute, at least " + MIN_ERRORS));
      }
    }
  }
}
