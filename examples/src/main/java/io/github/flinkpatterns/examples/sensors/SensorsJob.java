// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.keyed.MissingHeartbeat;
import io.github.flinkpatterns.cep.sequence.PriceSurge;
import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.JobCommand;
import io.github.flinkpatterns.examples.frame.LateEvents;
import io.github.flinkpatterns.examples.frame.Options;
import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.frame.PatternRecords.AlertRecord;
import io.github.flinkpatterns.examples.frame.PatternRecords.TimedOutRecord;
import io.github.flinkpatterns.examples.input.GeneratedInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.sensors.SensorRecords.Gather;
import io.github.flinkpatterns.examples.sensors.SensorRecords.OfWindow;
import io.github.flinkpatterns.examples.sensors.SensorRecords.Summary;
import io.github.flinkpatterns.examples.sensors.SensorRecords.WindowRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for silences and surges in series of measurements, and sums them up by the clock. */
@Command(
    name = "sensors",
    description = "Measurements (CSV timestamp,value): silences, surges, statistics per window.")
public class SensorsJob extends JobCommand<Reading> {

  private static final double MAX_SHARE = 10_000;

  @Option(
      names = "--heartbeat",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description = "A pause longer than this is a silence (default: ${DEFAULT-VALUE}).")
  private Duration heartbeat = Duration.ofMinutes(10);

  @Option(
      names = "--surge",
      paramLabel = "SHARE",
      defaultValue = "20%",
      converter = Share.class,
      description = "A rise by more than this is a surge (default: ${DEFAULT-VALUE}).")
  private double surge = 0.2;

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = "A surge takes less than this (default: ${DEFAULT-VALUE}).")
  private Duration within = Duration.ofMinutes(5);

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "Length of the windows of the statistics (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ofHours(1);

  @Override
  protected List<String> streams() {
    return List.of("alerts", "timed-out", "windows", "late");
  }

  @Override
  protected List<?> identity() {
    return List.of(heartbeat, surge, within, window);
  }

  @Override
  protected void checkOptions() {
    Options.requirePositive(heartbeat, "--heartbeat");
    Options.requirePositive(within, "--within");
    Options.requirePositive(window, "--window");
    Options.require(surge > 0 && surge <= MAX_SHARE, "--surge", "not above 0% and up to 1000000%");
  }

  @Override
  protected List<LineInput> inputs() {
    return super.inputs().stream()
        .map(input -> input instanceof GeneratedInput ? input : new SeriesInput(input))
        .toList();
  }

  @Override
  protected TypeInformation<Reading> eventType() {
    return Reading.TYPE;
  }

  @Override
  protected LineParser<Reading> parser() {
    return new ReadingParser();
  }

  /** A topic is one series of its own name, or holds many with the name in front of each line. */
  @Override
  protected LineParser<Reading> parserOf(String topic) {
    return ReadingParser.ofTopic(topic);
  }

  @Override
  protected Set<String> headers(List<String> firstLines) {
    return firstLines.stream().filter(SeriesInput::isHeaderInTopic).collect(Collectors.toSet());
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new SensorGenerator(events, seed));
  }

  @Override
  protected void build(DataStream<Reading> lines, Outputs outputs) {
    DataStream<Reading> readings = LateEvents.write(lines, Reading.TYPE, outputs);
    LogicPattern<String, Reading> surges =
        PriceSurge.on(Reading.TYPE)
            .keyedBy(Reading::series, Types.STRING)
            .named("surge")
            .price(Reading::value)
            .moreThan(surge)
            .within(within)
            .build();
    SingleOutputStreamOperator<PatternMatch<String, Reading>> found =
        surges.applyTo(readings, "surges");
    outputs.write(
        silences(readings)
            .union(found.map(AlertRecord::of).returns(AlertRecord.TYPE).name("surge").uid("surge")),
        "alerts");
    outputs.write(
        found
            .getSideOutput(surges.timedOut())
            .map(TimedOutRecord::of)
            .returns(TimedOutRecord.TYPE)
            .name("surge-timed-out")
            .uid("surge-timed-out"),
        "timed-out");
    windows(readings, outputs);
  }

  /** A series that simply ends is no silence: the file says no more. */
  private DataStream<AlertRecord> silences(DataStream<Reading> readings) {
    // LONGER than the heartbeat: a reading exactly that much later is in time.
    MissingHeartbeat<String, Reading> silences =
        MissingHeartbeat.on(Reading.TYPE)
            .keyedBy(Reading::series, Types.STRING)
            .named("missing-heartbeat")
            .within(heartbeat.plusMillis(1))
            .quietAtEndOfInput()
            .build();
    long heartbeatMillis = heartbeat.toMillis();
    return silences
        .applyTo(readings, "silences")
        .map(match -> silence(match, heartbeatMillis))
        .returns(AlertRecord.TYPE)
        .name("silence")
        .uid("silence");
  }

  private static AlertRecord silence(PatternMatch<String, Reading> match, long heartbeatMillis) {
    long last = match.startMillis();
    String explanation =
        "no reading for more than " + Words.span(heartbeatMillis) + " after " + Words.time(last);
    return new AlertRecord(
        match.pattern(), match.key(), last, last + heartbeatMillis, 1, explanation);
  }

  /** Plain statistics per window are what Flink's own windows are good at. */
  private void windows(DataStream<Reading> readings, Outputs outputs) {
    outputs.write(
        readings
            .keyBy(Reading::series, Types.STRING)
            .window(TumblingEventTimeWindows.of(window))
            .aggregate(new Gather(), new OfWindow(), Summary.TYPE, Summary.TYPE, WindowRecord.TYPE)
            .name("windows")
            .uid("windows"),
        "windows");
  }
}
