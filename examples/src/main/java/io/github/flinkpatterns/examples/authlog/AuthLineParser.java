// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.examples.input.FileInput;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of syslog as OpenSSH and sudo write them, and lines of JSON. Any line of syslog is
 * accepted: what is neither a login nor activity is of the type other.
 */
final class AuthLineParser implements LineParser<AuthEvent> {

  private static final int MAX_TIMES = 10_000;

  /** Host and program, such as {@code host sshd[24200]: }. */
  private static final Pattern TAG =
      Pattern.compile("(\\S+) ([^\\s:\\[]+)(?:\\[\\d+\\])?: +(.*)", Pattern.DOTALL);

  private static final Pattern REPEATED =
      Pattern.compile("message repeated (\\d{1,9}) times: \\[ ?(.*?)\\]?", Pattern.DOTALL);

  /** A user name is whatever stands there: it may be empty, and hold blanks or "from". */
  private static final Pattern FAILED =
      Pattern.compile("Failed (\\S+) for (?:invalid user )?(.*) from (\\S+) port \\d+.*");

  private static final Pattern ACCEPTED =
      Pattern.compile("Accepted (\\S+) for (.*) from (\\S+) port \\d+.*");
  private static final Pattern CLOSED =
      Pattern.compile("pam_unix\\(\\S+:session\\): session closed for user (\\S+).*");
  private static final Pattern SUDO = Pattern.compile("(\\S+) : .*COMMAND=.*");

  /** The last day of the log; null if the input tells it: a file the day it was changed. */
  private final @Nullable LocalDate lastDay;

  private final ZoneId zone;

  AuthLineParser(@Nullable LocalDate lastDay, ZoneId zone) {
    this.lastDay = lastDay;
    this.zone = zone;
  }

  @Override
  public LineParser<AuthEvent> of(LineInput input) {
    if (lastDay != null) {
      return this;
    }
    if (!(input instanceof FileInput)) {
      return new AuthLineParser(AuthLogGenerator.LAST_DAY, zone);
    }
    try {
      LocalDate changed =
          Files.getLastModifiedTime(Path.of(input.name())).toInstant().atZone(zone).toLocalDate();
      return new AuthLineParser(changed, zone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a line whose day is at most one day after it was written: the clocks of those who write
   * the line and the record need not agree on New Year's Eve.
   */
  @Override
  public AuthEvent parse(String text, long writtenMillis) throws UnreadableLineException {
    if (lastDay != null) {
      return parse(text);
    }
    LocalDate written = Instant.ofEpochMilli(writtenMillis).atZone(zone).toLocalDate();
    return parse(text, new SyslogTime(written.plusDays(1), zone));
  }

  @Override
  public AuthEvent parse(String text) throws UnreadableLineException {
    return parse(text, new SyslogTime(Objects.requireNonNull(lastDay, "of(input)"), zone));
  }

  private static AuthEvent parse(String text, SyslogTime time) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    if (text.stripLeading().startsWith("{")) {
      return AuthJson.parse(text);
    }
    int start = text.startsWith("<") ? text.indexOf('>') + 1 : 0; // a priority
    SyslogTime.Found found = time.read(text.substring(start));
    Matcher tag = TAG.matcher(text.substring(start + found.end()));
    if (!tag.matches()) {
      throw new UnreadableLineException("program: no 'host program: message' follows the time");
    }
    return event(tag.group(2), tag.group(3), found.millis());
  }

  private static AuthEvent event(String program, String message, long millis)
      throws UnreadableLineException {
    Matcher repeated = REPEATED.matcher(message);
    if (!repeated.matches()) {
      return event(program, message, millis, 1);
    }
    int times = Integer.parseInt(repeated.group(1));
    if (times < 1 || times > MAX_TIMES) {
      throw new UnreadableLineException(
          "message repeated " + times + " times: not between 1 and " + MAX_TIMES);
    }
    return event(program, repeated.group(2), millis, times);
  }

  private static AuthEvent event(String program, String message, long millis, int times) {
    if (program.startsWith("sshd")) {
      Matcher failed = FAILED.matcher(message);
      // "none" is how a client asks which methods there are: nothing was guessed.
      if (failed.matches() && !failed.group(1).equals("none")) {
        return new AuthEvent(
            failed.group(2), failed.group(3), AuthEvent.LOGIN_FAILED, millis, times);
      }
      Matcher accepted = ACCEPTED.matcher(message);
      if (accepted.matches()) {
        return new AuthEvent(accepted.group(2), accepted.group(3), AuthEvent.LOGIN, millis, times);
      }
      Matcher closed = CLOSED.matcher(message);
      if (closed.matches()) {
        return new AuthEvent(closed.group(1), null, AuthEvent.LOGOUT, millis, times);
      }
    } else if (program.equals("sudo")) {
      Matcher sudo = SUDO.matcher(message);
      if (sudo.matches()) {
        return new AuthEvent(sudo.group(1), null, AuthEvent.ACTIVITY, millis, times);
      }
    }
    return new AuthEvent(null, null, AuthEvent.OTHER, millis, times);
  }
}
