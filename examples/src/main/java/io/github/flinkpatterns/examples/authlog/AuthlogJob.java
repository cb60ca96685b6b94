// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.keyed.BruteForce;
import io.github.flinkpatterns.cep.keyed.CredentialStuffing;
import io.github.flinkpatterns.cep.keyed.DormantThenActive;
import io.github.flinkpatterns.cep.keyed.FailsThenSuccess;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for guessed passwords, and for users who go on without a login, in a log of logins. */
@Command(
    name = "authlog",
    description =
        "Logins (OpenSSH's syslog or JSON Lines): guessed and stolen passwords, forgotten logins.")
public class AuthlogJob extends JobCommand<AuthEvent> {

  private static final Duration LOGIN_VALID = Duration.ofHours(24);
  private static final Duration LOGIN_REMEMBERED = Duration.ofDays(30);
  private static final int MAX_FAILURES = 10_000;

  @Option(
      names = "--failures",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many failed logins are too many (default: ${DEFAULT-VALUE}).")
  private int failures = 5;

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "The time in which they are too many (default: ${DEFAULT-VALUE}).")
  private Duration within = Duration.ofSeconds(60);

  @Option(
      names = "--last-day",
      paramLabel = "yyyy-mm-dd",
      description =
          "The last day of a log without years. Absent: the day on which the file was changed; with"
              + " --kafka the day after the record's.")
  private @Nullable String lastDay;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The time zone of a log without zones (default: ${DEFAULT-VALUE}).")
  private String zone = "UTC";

  private @Nullable LocalDate parsedLastDay;
  private ZoneId parsedZone = ZoneId.of("UTC");

  @Override
  protected List<String> streams() {
    return List.of("alerts", "timed-out", "late", "user-metrics");
  }

  @Override
  protected List<?> identity() {
    return Arrays.asList(failures, within, lastDay, zone);
  }

  @Override
  protected void checkOptions() {
    Options.require(
        failures >= 2 && failures <= MAX_FAILURES,
        "--failures",
        failures + " is not between 2 and " + MAX_FAILURES);
    Options.requirePositive(within, "--within");
    try {
      parsedLastDay = lastDay == null ? null : LocalDate.parse(lastDay);
    } catch (DateTimeParseException e) {
      Options.require(false, "--last-day", "'" + lastDay + "' is no day such as 2026-01-31");
    }
    try {
      parsedZone = ZoneId.of(zone);
    } catch (DateTimeException e) {
      Options.require(false, "--zone", "'" + zone + "' is no zone such as UTC or Europe/Berlin");
    }
  }

  @Override
  protected TypeInformation<AuthEvent> eventType() {
    return AuthEvent.TYPE;
  }

  @Override
  protected LineParser<AuthEvent> parser() {
    return new AuthLineParser(parsedLastDay, parsedZone);
  }

  @Override
  protected LineInput generator(long events, long seed) {
    return new GeneratedInput("generator", () -> new AuthLogGenerator(events, seed));
  }

  @Override
  protected void build(DataStream<AuthEvent> lines, Outputs outputs) {
    DataStream<AuthEvent> events =
        LateEvents.write(lines, AuthEvent.TYPE, outputs)
            .flatMap(AuthlogJob::repeat)
            .returns(AuthEvent.TYPE)
            .setParallelism(1)
            .name("repeat")
            .uid("repeat");
    // A line without a user, or without a source, says nothing to patterns keyed by it.
    DataStream<AuthEvent> ofUsers = having("of-users", events, true);
    DataStream<AuthEvent> ofSources = having("of-sources", events, false);
    List<DataStream<AlertRecord>> alerts = new ArrayList<>();
    List<DataStream<TimedOutRecord>> misses = new ArrayList<>();
    find(bruteForce("brute-force", true), ofUsers, alerts, misses);
    find(bruteForce("brute-force-source", false), ofSources, alerts, misses);
    find(accountTakeover(), ofUsers, alerts, misses);
    find(credentialStuffing(), ofSources, alerts, misses);
    find(activityWithoutLogin(), ofUsers, alerts, misses);
    outputs.write(alerts.stream().reduce(DataStream::union).orElseThrow(), "alerts");
    outputs.write(misses.stream().reduce(DataStream::union).orElseThrow(), "timed-out");
    UserMinutes.write(ofUsers, outputs);
  }

  private static void repeat(AuthEvent event, Collector<AuthEvent> out) {
    for (int i = 0; i < event.times(); i++) {
      out.collect(event.once());
    }
  }

  private static DataStream<AuthEvent> having(
      String uid, DataStream<AuthEvent> events, boolean user) {
    return events
        .filter(event -> (user ? event.userId() : event.source()) != null)
        .setParallelism(1)
        .name(uid)
        .uid(uid);
  }

  static String userOf(AuthEvent event) {
    return Objects.requireNonNull(event.userId());
  }

  private static String sourceOf(AuthEvent event) {
    return Objects.requireNonNull(event.source());
  }

  private LogicPattern<String, AuthEvent> bruteForce(String name, boolean user) {
    return BruteForce.on(AuthEvent.TYPE)
        .keyedBy(event -> user ? userOf(event) : sourceOf(event), Types.STRING)
        .named(name)
        .failure(AuthEvent::isFailed)
        .success(AuthEvent::isLogin)
        .times(failures)
        .within(within)
        .build();
  }

  private LogicPattern<String, AuthEvent> accountTakeover() {
    return FailsThenSuccess.on(AuthEvent.TYPE)
        .keyedBy(AuthlogJob::userOf, Types.STRING)
        .named("account-takeover")
        .failure(AuthEvent::isFailed)
        .success(AuthEvent::isLogin)
        .times(failures)
        .within(within)
        .build();
  }

  private LogicPattern<String, AuthEvent> credentialStuffing() {
    return CredentialStuffing.on(AuthEvent.TYPE)
        .keyedBy(AuthlogJob::sourceOf, Types.STRING)
        .named("credential-stuffing")
        .failure(event -> event.isFailed() && event.userId() != null)
        .user(AuthlogJob::userOf)
        .times(failures)
        .within(within)
        .build();
  }

  private static LogicPattern<String, AuthEvent> activityWithoutLogin() {
    return DormantThenActive.on(AuthEvent.TYPE)
        .keyedBy(AuthlogJob::userOf, Types.STRING)
        .named("activity-without-login")
        .since(AuthEvent::isLogin)
        .activity(AuthEvent::isActivity)
        .dormantFor(LOGIN_VALID)
        .within(LOGIN_REMEMBERED)
        .build();
  }

  private static void find(
      LogicPattern<String, AuthEvent> pattern,
      DataStream<AuthEvent> events,
      List<DataStream<AlertRecord>> alerts,
      List<DataStream<TimedOutRecord>> misses) {
    SingleOutputStreamOperator<PatternMatch<String, AuthEvent>> matches =
        pattern.applyTo(events, pattern.name());
    String uid = pattern.name();
    alerts.add(
        matches
            .map(AlertRecord::of)
            .returns(AlertRecord.TYPE)
            .name(uid + "-alerts")
            .uid(uid + "-alerts"));
    misses.add(
        matches
            .getSideOutput(pattern.timedOut())
            .map(TimedOutRecord::of)
            .returns(TimedOutRecord.TYPE)
            .name(uid + "-timed-out")
            .uid(uid + "-timed-out"));
  }
}
