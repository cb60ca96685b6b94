// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.kafka.KafkaOutput;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * What a running job has read and written, as Flink's metrics tell it. The cluster is in this
 * process, so that its reporter and the command line share one object per run.
 */
public final class RunMetrics implements MetricReporter {

  /** The reporter's property that names the run. */
  static final String RUN = "run";

  /** Writes the same records once more. */
  private static final String KAFKA_WRITER = KafkaOutput.SUFFIX + ": Writer";

  private static final Map<String, RunMetrics> RUNS = new ConcurrentHashMap<>();

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  static RunMetrics of(String run) {
    return RUNS.computeIfAbsent(run, name -> new RunMetrics());
  }

  static void forget(String run) {
    RUNS.remove(run);
  }

  /** The lines that were events; exact also after a restart. */
  long accepted() {
    return gauge(LineSource.ACCEPTED, 0);
  }

  /** The lines that were none; exact also after a restart. */
  long rejected() {
    return gauge(LineSource.REJECTED, 0);
  }

  /** The source's watermark, {@link Long#MIN_VALUE} before the first one. */
  long watermark() {
    return gauge(LineSource.WATERMARK, Long.MIN_VALUE);
  }

  /** The records written since the job's last restart. */
  long written() {
    long sum = 0;
    for (Metric metric : metrics.values()) {
      sum += metric instanceof Counter counter ? counter.getCount() : 0;
    }
    return sum;
  }

  private long gauge(String name, long otherwise) {
    return metrics.get(name) instanceof Gauge<?> gauge && gauge.getValue() instanceof Long value
        ? value
        : otherwise;
  }

  @Override
  public void open(MetricConfig config) {
    // Nothing to open: the command line asks.
  }

  @Override
  public void close() {
    // The final values stay readable.
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    switch (name) {
      case LineSource.ACCEPTED, LineSource.REJECTED, LineSource.WATERMARK ->
          metrics.put(name, metric);
      case "numRecordsOut" -> {
        Map<String, String> scope = group.getAllVariables();
        String operator = String.valueOf(scope.get("<operator_name>"));
        if (operator.endsWith(": Writer") && !operator.endsWith(KAFKA_WRITER)) {
          metrics.put(operator + scope.get("<subtask_index>"), metric);
        }
      }
      default -> {
        // Not shown.
      }
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // Kept: the values of a finished task are the final ones.
  }

  /** Gives Flink the object that the command line reads. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return of(properties.getProperty(RUN, ""));
    }
  }
}
