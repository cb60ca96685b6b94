// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads the lines of files or of a generator, once, in one order.
 *
 * <p>One reader reads all inputs, whatever the job's parallelism, and emits a watermark behind
 * every event that moves it. So which event is late depends on the input alone, not on timing: the
 * price is that reading and parsing do not scale beyond one core.
 *
 * <p>The watermark trails the greatest event time by the allowed disorder and 2 ms. Flink's own
 * strategy trails by 1 ms, with which an event that is exactly as late as allowed finds the session
 * that it touches already closed.
 *
 * <p>The position in every input is part of each checkpoint, and so is the watermark: after a
 * restore it is emitted before the first event.
 *
 * @param <T> the event
 */
public final class LineSource<T extends Timestamped>
    implements Source<Line<T>, LineSplit, PendingSplit> {

  /** The name of the gauge with the number of lines that were events. */
  public static final String ACCEPTED = "linesAccepted";

  /** The name of the gauge with the number of lines that were none. */
  public static final String REJECTED = "linesRejected";

  /** The name of the gauge with the watermark. */
  public static final String WATERMARK = "linesWatermark";

  /** How far the watermark trails behind the allowed disorder. */
  public static final long TRAIL_MILLIS = 2;

  private final List<LineInput> inputs;
  private final LineParser<T> parser;
  private final long outOfOrderMillis;
  private final long perSecond;

  private LineSource(
      List<LineInput> inputs, LineParser<T> parser, Duration outOfOrder, long perSecond) {
    this.inputs = List.copyOf(inputs);
    this.parser = parser;
    this.outOfOrderMillis = outOfOrder.toMillis();
    this.perSecond = perSecond;
  }

  /**
   * Adds a source to a job.
   *
   * @param env the job
   * @param inputs what to read
   * @param parser turns a line into an event
   * @param type the type of the event
   * @param outOfOrder how far an event may lie behind the greatest time of its input
   * @param perSecond the most lines per second, 0 for as many as there are
   * @return the lines, with event times and watermarks; parallelism 1
   */
  public static <T extends Timestamped> DataStream<Line<T>> addTo(
      StreamExecutionEnvironment env,
      List<LineInput> inputs,
      LineParser<T> parser,
      TypeInformation<T> type,
      Duration outOfOrder,
      long perSecond) {
    return env.fromSource(
            new LineSource<>(inputs, parser, outOfOrder, perSecond),
            WatermarkStrategy.noWatermarks(), // the reader emits them itself
            "lines",
            Line.typeOf(type))
        .setParallelism(1)
        .uid("lines");
  }

  /**
   * Tells whether an event lies further behind than the allowed disorder.
   *
   * @param timestampMillis the event's time
   * @param watermark the source's watermark when the event arrived
   */
  public static boolean isLate(long timestampMillis, long watermark) {
    return timestampMillis <= watermark + 1;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Line<T>, LineSplit> createReader(SourceReaderContext context) {
    return new LineReader<>(
        context.metricGroup(),
        context::sendSplitRequest,
        inputs,
        parser,
        outOfOrderMillis,
        new Pace(perSecond));
  }

  @Override
  public SplitEnumerator<LineSplit, PendingSplit> createEnumerator(
      SplitEnumeratorContext<LineSplit> context) {
    return new LineEnumerator(context, LineSplit.start(inputs.size()));
  }

  @Override
  public SplitEnumerator<LineSplit, PendingSplit> restoreEnumerator(
      SplitEnumeratorContext<LineSplit> context, PendingSplit checkpoint) {
    return new LineEnumerator(context, checkpoint.split());
  }

  @Override
  public SimpleVersionedSerializer<LineSplit> getSplitSerializer() {
    return new LineSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<PendingSplit> getEnumeratorCheckpointSerializer() {
    return new PendingSplit.Serializer();
  }
}
