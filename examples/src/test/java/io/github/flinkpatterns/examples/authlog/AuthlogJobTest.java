// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.input.TestFiles;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthlogJobTest {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  @TempDir Path dir;

  private Path run(String output, Object... more) {
    return JobRun.into(dir.resolve(output), "authlog", more);
  }

  private static String json(String user, String source, String type, long millis) {
    return "{\"userId\":\""
        + user
        + "\",\"source\":\""
        + source
        + "\",\"type\":\""
        + type
        + "\",\"timestampMillis\":"
        + millis
        + "}";
  }

  @Test
  void fiveFailuresInFiveMinutesAreFoundUnlessASuccessComesBetween() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long at = DAY + i * 60_000L;
      lines.add(json("ann", "s" + i, "login_failed", at)); // 0 to 4 minutes: found
      lines.add(json("bob", "s" + i, "login_failed", at + i * 15_000L)); // to 5 minutes: too slow
      lines.add(json("cid", "s" + i, "login_failed", at));
      if (i == 2) {
        lines.add(json("cid", "s" + i, "login", at + 1_000)); // begins anew
      }
    }
    Path file = TestFiles.plain(dir.resolve("in.jsonl"), lines);
    Path output = run("out", "--input", file, "--failures", 5, "--within", "5m");
    assertThat(
            JobRun.fields(output, "alerts", "pattern", "key", "startMillis", "endMillis", "events"))
        .containsExactly("brute-force ann " + DAY + " " + (DAY + 240_000) + " 5");
    assertThat(JobRun.fields(output, "timed-out", "pattern", "key", "events", "missing"))
        .containsExactly(
            "account-takeover ann 5 a success",
            "activity-without-login cid 1 activity more than 1 d after",
            "brute-force bob 4 1 more failure", // the first four, and the last four
            "brute-force bob 4 1 more failure");
    assertThat(JobRun.records(output, "alerts").get(0).path("explanation").asText())
        .isEqualTo("5 failures in 4 min, less than 5 min, no success between them");
  }

  @Test
  void activityMoreThanADayAfterTheLastLoginIsFound() throws IOException {
    List<String> lines =
        List.of(
            json("ann", "a", "login", 0),
            json("bob", "b", "login", 0),
            json("cid", "c", "login", 0),
            json("cid", "c", "login", 20 * HOUR),
            json("ann", "a", "view", DAY), // a day, not more
            json("bob", "b", "view", DAY + 1),
            json("bob", "b", "view", DAY + 2), // found once
            json("cid", "c", "view", DAY + 5 * HOUR)); // has logged in since
    Path output = run("out", "--input", TestFiles.plain(dir.resolve("in.jsonl"), lines));
    assertThat(
            JobRun.fields(output, "alerts", "pattern", "key", "startMillis", "endMillis", "events"))
        .containsExactly("activity-without-login bob 0 " + (DAY + 1) + " 2");
  }

  @Test
  void aClassicLogGetsItsYearFromTheFileAndRepeatedMessagesCount() throws IOException {
    List<String> lines =
        List.of(
            "Dec 31 23:59:50 h sshd[1]: Failed password for root from 5.36.59.76 port 1 ssh2",
            "Dec 31 23:59:55 h sshd[1]: message repeated 3 times: [ Failed password for root from"
                + " 5.36.59.76 port 1 ssh2]",
            "Jan  1 00:00:05 h sshd[1]: Failed password for root from 5.36.59.76 port 1 ssh2",
            "Jan  1 00:00:06 h CRON[2]: pam_unix(cron:session): session opened for user root",
            "no log line",
            "Jan  1 00:00:10 h sshd[1]: Accepted password for root from 5.36.59.76 port 1 ssh2");
    Path file = TestFiles.plain(dir.resolve("auth.log"), lines);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-01-02T00:00:00Z")));
    Path output = run("out", "--input", file);
    long start = Instant.parse("2024-12-31T23:59:50Z").toEpochMilli();
    assertThat(
            JobRun.fields(output, "alerts", "pattern", "key", "startMillis", "endMillis", "events"))
        .containsExactly(
            "account-takeover root " + start + " " + (start + 20_000) + " 6",
            "brute-force root " + start + " " + (start + 15_000) + " 5",
            "brute-force-source 5.36.59.76 " + start + " " + (start + 15_000) + " 5");
    assertThat(JobRun.lines(output, "rejected")).hasSize(1);
    Path other = run("other", "--input", file, "--last-day", "2011-06-01");
    assertThat(JobRun.records(other, "alerts").get(0).path("startMillis").asLong())
        .isEqualTo(Instant.parse("2010-12-31T23:59:50Z").toEpochMilli());
  }

  @Test
  void findsInAGeneratedLogWhatABatchProgramFindsAtEveryParallelismAndBackend() throws IOException {
    List<String> lines = new ArrayList<>();
    new AuthLogGenerator(5_000, 5).forEachRemaining(delivery -> lines.add(delivery.line()));
    List<AuthEvent> events = new ArrayList<>();
    AuthLineParser parser = new AuthLineParser(AuthLogGenerator.LAST_DAY, ZoneId.of("UTC"));
    int unreadable = 0;
    for (String line : lines) {
      try {
        AuthEvent event = parser.parse(line);
        events.addAll(Collections.nCopies(event.times(), event));
      } catch (UnreadableLineException e) {
        unreadable++;
      }
    }
    // Failures come before successes of the same moment.
    events.sort(
        Comparator.comparingLong(AuthEvent::timestampMillis)
            .thenComparing(event -> event.isFailed() ? 0 : 1));
    List<String> expected = new ArrayList<>();
    byKey(events, AuthEvent::userId)
        .forEach((user, own) -> expected.addAll(bruteForce("brute-force " + user, own)));
    byKey(events, AuthEvent::source)
        .forEach((source, own) -> expected.addAll(bruteForce("brute-force-source " + source, own)));
    byKey(events, AuthEvent::source)
        .forEach((source, own) -> expected.addAll(stuffing("credential-stuffing " + source, own)));
    byKey(events, AuthEvent::userId)
        .forEach((user, own) -> expected.addAll(takeover("account-takeover " + user, own)));
    Collections.sort(expected);

    Path output = run("generated", "--events", 5_000, "--seed", 5);
    List<String> found =
        JobRun.fields(output, "alerts", "pattern", "key", "startMillis", "endMillis").stream()
            .filter(row -> !row.startsWith("activity-without-login"))
            .toList();
    assertThat(found).isEqualTo(expected);
    Set<String> patterns = new HashSet<>(JobRun.fields(output, "alerts", "pattern"));
    assertThat(patterns)
        .contains("brute-force", "brute-force-source", "credential-stuffing", "account-takeover");
    assertThat(unreadable).isPositive();
    assertThat(JobRun.lines(output, "rejected")).hasSize(unreadable);
    assertThat(JobRun.lines(output, "late")).isEmpty();

    Path file = TestFiles.gzip(dir.resolve("in/auth.log.gz"), lines);
    Path rocks =
        run(
            "rocks",
            "--input",
            file,
            "--parallelism",
            "1",
            "--backend",
            "rocksdb",
            "--last-day",
            AuthLogGenerator.LAST_DAY);
    for (String stream : List.of("alerts", "timed-out", "late", "user-metrics")) {
      assertThat(JobRun.lines(rocks, stream)).isEqualTo(JobRun.lines(output, stream));
    }

    List<String> minutes = new ArrayList<>();
    byKey(events, AuthEvent::userId).forEach((user, own) -> minutes.addAll(minutes(user, own)));
    Collections.sort(minutes);
    assertThat(minutes(output)).isEqualTo(minutes);
  }

  /** "user minute actions start duration" of each minute of a user, by going through all events. */
  private static List<String> minutes(String user, List<AuthEvent> own) {
    List<String> rows = new ArrayList<>();
    Map<String, Long> actions = new TreeMap<>();
    long start = Long.MIN_VALUE;
    for (int i = 0; i < own.size(); i++) {
      long at = own.get(i).timestampMillis();
      if (i == 0 || at - own.get(i - 1).timestampMillis() > HOUR / 2) {
        start = at;
      }
      actions.merge(own.get(i).type(), 1L, Long::sum);
      long minute = at / 60_000;
      if (i + 1 == own.size() || own.get(i + 1).timestampMillis() / 60_000 > minute) {
        rows.add(user + " " + minute + " " + actions + " " + start + " " + (at - start));
        actions.clear();
      }
    }
    return rows;
  }

  private static List<String> minutes(Path output) throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode record : JobRun.records(output, "user-metrics")) {
      Map<String, Long> actions = new TreeMap<>();
      record
          .path("actions")
          .properties()
          .forEach(action -> actions.put(action.getKey(), action.getValue().asLong()));
      assertThat(actions.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(record.path("events").asLong());
      long start = record.path("windowStartMillis").asLong();
      assertThat(record.path("windowEndMillis").asLong()).isEqualTo(start + 60_000);
      rows.add(
          String.join(
              " ",
              record.path("userId").asText(),
              String.valueOf(start / 60_000),
              actions.toString(),
              record.path("sessionStartMillis").asText(),
              record.path("sessionMillis").asText()));
    }
    Collections.sort(rows);
    return rows;
  }

  @Test
  void eachMinuteOfAUserTellsTheActionsAndHowLongTheSessionLastsByThen() throws IOException {
    List<String> lines =
        List.of(
            json("ann", "a", "login", 10_000),
            json("ann", "a", "view", 59_999),
            json("ann", "a", "view", 60_000), // the next minute
            json("ann", "a", "view", 50_000), // of the first one, out of order
            json("bob", "b", "login_failed", 61_000),
            json("ann", "a", "logout", 1_860_000), // 30 minutes later: the same session
            json("ann", "a", "login", 3_660_001)); // and 1 ms more than that: another one
    for (int parallelism : new int[] {1, 2}) {
      Path output =
          run(
              "out" + parallelism,
              "--input",
              TestFiles.plain(dir.resolve("in.jsonl"), lines),
              "--parallelism",
              parallelism);
      assertThat(minutes(output))
          .containsExactly(
              "ann 0 {login=1, view=2} 10000 49999",
              "ann 1 {view=1} 10000 50000",
              "ann 31 {logout=1} 10000 1850000",
              "ann 61 {login=1} 3660001 0",
              "bob 1 {login_failed=1} 61000 0");
    }
  }

  private static Map<String, List<AuthEvent>> byKey(
      List<AuthEvent> events, Function<AuthEvent, String> key) {
    Map<String, List<AuthEvent>> byKey = new TreeMap<>();
    for (AuthEvent event : events) {
      if (key.apply(event) != null) {
        byKey.computeIfAbsent(key.apply(event), name -> new ArrayList<>()).add(event);
      }
    }
    return byKey;
  }

  private static String row(String name, List<AuthEvent> run) {
    return name
        + " "
        + run.get(0).timestampMillis()
        + " "
        + run.get(run.size() - 1).timestampMillis();
  }

  private static boolean inTime(List<AuthEvent> run) {
    return run.get(run.size() - 1).timestampMillis() - run.get(0).timestampMillis() < 60_000;
  }

  private static List<String> bruteForce(String name, List<AuthEvent> events) {
    List<String> rows = new ArrayList<>();
    List<AuthEvent> fails = new ArrayList<>();
    for (AuthEvent event : events) {
      if (event.isLogin()) {
        fails.clear();
      } else if (event.isFailed()) {
        fails.add(event);
        if (fails.size() >= 5 && inTime(fails.subList(fails.size() - 5, fails.size()))) {
          rows.add(row(name, fails.subList(fails.size() - 5, fails.size())));
          fails.clear();
        }
      }
    }
    return rows;
  }

  private static List<String> takeover(String name, List<AuthEvent> events) {
    List<String> rows = new ArrayList<>();
    List<AuthEvent> run = new ArrayList<>();
    for (AuthEvent event : events) {
      if (event.isFailed() || event.isLogin()) {
        run.add(event);
      }
      if (event.isLogin()) {
        if (run.size() >= 6 && inTime(run.subList(run.size() - 6, run.size()))) {
          rows.add(row(name, run.subList(run.size() - 6, run.size())));
        }
        run.clear();
      }
    }
    return rows;
  }

  private static List<String> stuffing(String name, List<AuthEvent> events) {
    List<String> rows = new ArrayList<>();
    Map<String, AuthEvent> newest = new LinkedHashMap<>();
    for (AuthEvent event : events) {
      if (!event.isFailed()) {
        continue;
      }
      newest.remove(event.userId());
      newest.put(event.userId(), event);
      newest.values().removeIf(old -> event.timestampMillis() - old.timestampMillis() >= 60_000);
      if (newest.size() == 5) {
        rows.add(row(name, List.copyOf(newest.values())));
        newest.clear();
      }
    }
    return rows;
  }
}
