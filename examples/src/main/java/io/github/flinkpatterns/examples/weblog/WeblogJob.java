// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.weblog.Traffic.Counts;
import io.github.flinkpatterns.examples.weblog.WeblogRecords.AlertRecord;
import io.github.flinkpatterns.examples.weblog.WeblogRecords.DuplicateRecord;
import io.github.flinkpatterns.examples.weblog.WeblogRecords.LateRecord;
import io.github.flinkpatterns.examples.weblog.WeblogRecords.SessionRecord;
import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.session.SessionStages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.ProcessAllWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sessions, traffic and alerts of a web server's access log. */
@Command(
    name = "weblog",
    description =
        "Access log (Common or Combined Log Format): sessions per host, traffic per minute, alerts.")
public class WeblogJob extends JobCommand<LogLine> {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Identical lines have the same time: what is remembered longer is for late repetitions. */
  private static final Duration DEDUPLICATE_WITHIN = Duration.ofHours(24);

  @Option(
      names = "--gap",
      paramLabel = "DURATION",
      defaultValue = "30m",
      converter = DurationConverter.class,
      description = "A pause longer than this ends a session (default: ${DEFAULT-VALUE}).")
  private Duration gap = Duration.ofMinutes(30);

  @Option(
      names = "--max-duration",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Ends a session before it lasts this long. Absent: no limit.")
  private @Nullable Duration maxDuration;

  @Option(
      names = "--allowed-lateness",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "How long a written session may still be corrected (default: ${DEFAULT-VALUE}).")
  private Duration allowedLateness = Duration.ZERO;

  @Option(
      names = "--deduplicate",
      description = "Drop a line that was there before (identical lines are legal in a log).")
  private boolean deduplicate;

  @Override
  protected List<String> streams() {
    List<String> streams = new ArrayList<>();
    streams.add("sessions");
    if (deduplicate) {
      streams.add("duplicates");
    }
    streams.addAll(List.of("late", "traffic", "late-traffic", "alerts"));
    return streams;
  }

  @Override
  protected List<?> identity() {
    return Arrays.asList(gap, maxDuration, allowedLateness, deduplicate);
  }

  @Override
  protected void checkOptions() {
    Options.requirePositive(gap, "--gap");
    if (maxDuration != null) {
      Options.requirePositive(maxDuration, "--max-duration");
    }
  }

  @Override
  protected TypeInformation<LogLine> eventType() {
    return LogLine.TYPE;
  }

  @Override
  protected LineParser<LogLine> parser() {
    return new LogLineParser();
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new LogGenerator(events, seed));
  }

  @Override
  protected void build(DataStream<LogLine> lines, Outputs outputs) {
    List<DataStream<LogLine>> late = new ArrayList<>();
    DataStream<LogLine> unique = deduplicate ? unique(lines, outputs, late) : lines;
    late.add(sessions(unique, outputs));
    outputs.write(late.stream().reduce(DataStream::union).orElseThrow(), LateRecord::of, "late");
    traffic(unique, outputs);
    alerts(unique, outputs);
  }

  /**
   * Runs in one subtask: the sessions behind it then see lines and watermarks in the order of the
   * input, so that which line is late, and which session is corrected, does not depend on timing.
   */
  private static DataStream<LogLine> unique(
      DataStream<LogLine> lines, Outputs outputs, List<DataStream<LogLine>> late) {
    Deduplicator<LogLine, String> dedup =
        Deduplicator.on(LogLine.TYPE)
            .keyedBy(LogLine::line, Types.STRING)
            .within(DEDUPLICATE_WITHIN)
            .allowedLateness(DEDUPLICATE_WITHIN)
            .emitDuplicates()
            .build();
    SingleOutputStreamOperator<LogLine> unique =
        dedup.applyTo(lines, "deduplicate").setParallelism(1);
    outputs.write(unique.getSideOutput(dedup.duplicates()), DuplicateRecord::of, "duplicates");
    late.add(unique.getSideOutput(dedup.late()));
    return unique;
  }

  private DataStream<LogLine> sessions(DataStream<LogLine> lines, Outputs outputs) {
    SessionStages.Builder<LogLine, String, Counts, Counts> builder =
        SessionAggregator.on(LogLine.TYPE)
            .keyedBy(LogLine::host, Types.STRING)
            .closeAfterInactivity(gap)
            .allowedLateness(allowedLateness)
            .aggregate(new Traffic.Counter(), Counts.TYPE, Counts.TYPE);
    if (maxDuration != null) {
      builder = builder.maxDuration(maxDuration);
    }
    SessionAggregator<LogLine, String, Counts, Counts> aggregator = builder.build();
    SingleOutputStreamOperator<Session<String, Counts>> sessions =
        aggregator.applyTo(lines, "sessions");
    outputs.write(sessions, SessionRecord::of, "sessions");
    return sessions.getSideOutput(aggregator.late());
  }

  /** Plain counts per minute are what Flink's own windows are good at. */
  private static void traffic(DataStream<LogLine> lines, Outputs outputs) {
    OutputTag<LogLine> late = new OutputTag<>("late-for-traffic", LogLine.TYPE);
    SingleOutputStreamOperator<Traffic> traffic =
        lines
            .windowAll(TumblingEventTimeWindows.of(MINUTE))
            .sideOutputLateData(late)
            .aggregate(
                new Traffic.Counter(),
                new TrafficOfMinute(),
                Counts.TYPE,
                Counts.TYPE,
                Traffic.TYPE)
            .name("traffic")
            .uid("traffic");
    outputs.write(traffic, "traffic");
    outputs.write(traffic.getSideOutput(late), LateRecord::of, "late-traffic");
  }

  /** A line that is late for its minute here is late for the same minute in the traffic. */
  private static void alerts(DataStream<LogLine> lines, Outputs outputs) {
    SingleOutputStreamOperator<AlertRecord> alerts =
        lines
            .keyBy(LogLine::host, Types.STRING)
            .window(TumblingEventTimeWindows.of(MINUTE))
            .aggregate(
                new Traffic.Counter(), new HostAlerts(), Counts.TYPE, Counts.TYPE, AlertRecord.TYPE)
            .name("alerts")
            .uid("alerts");
    outputs.write(alerts, "alerts");
  }

  /** Adds the minute to its counts. */
  private static final class TrafficOfMinute
      extends ProcessAllWindowFunction<Counts, Traffic, TimeWindow> {

    @Override
    public void process(
        ProcessAllWindowFunction<Counts, Traffic, TimeWindow>.Context context,
        Iterable<Counts> counts,
        Collector<Traffic> out) {
      TimeWindow minute = context.window();
      for (Counts count : counts) {
        out.collect(
            new Traffic(
                minute.getStart(),
                minute.getEnd(),
                count.requests(),
                count.bytes(),
                count.errors()));
      }
    }
  }
}
