// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes an OpenSSH log: logins with mistyped passwords, work with sudo, sessions that are never
 * closed, and attackers who guess one password long, or the passwords of many users.
 */
final class AuthLogGenerator extends VisitGenerator {

  /** The last day that a generated log may reach, which gives its days their year. */
  static final LocalDate LAST_DAY = LocalDate.of(2026, 12, 31);

  private static final DateTimeFormatter CLASSIC =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+00:00'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int USERS = 2_000;
  private static final double VISIT_EVERY_MILLIS = 30_000;

  private final Zipf users = new Zipf(USERS, 0.6);
  private final Zipf attackers = new Zipf(300, 0.9);

  AuthLogGenerator(long lines, long seed) {
    super(lines, seed, VISIT_EVERY_MILLIS);
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    List<Step> steps = new ArrayList<>();
    switch (random.nextInt(60)) {
      case 0 -> guessOne(nowMillis, steps);
      case 1 -> guessMany(nowMillis, steps);
      default -> work(nowMillis, steps);
    }
    return steps;
  }

  private void work(long nowMillis, List<Step> steps) {
    int number = users.next(random);
    String user = "user" + number;
    String source = "10.0." + number / 250 + "." + (1 + number % 250);
    long time = nowMillis;
    for (int mistyped = random.nextInt(8) / 6; mistyped > 0; mistyped--) {
      steps.add(failed(time, user, source));
      time += pause(6_000);
    }
    steps.add(
        sshd(time, "Accepted publickey for " + user + " from " + source + " port 50022 ssh2"));
    for (int commands = random.nextInt(4); commands > 0; commands--) {
      // Now and then someone comes back to a session of the day before.
      time += pause(random.nextInt(60) == 0 ? 100_000_000 : 400_000);
      steps.add(
          line(
              time,
              "sudo",
              user + " : TTY=pts/0 ; PWD=/home/" + user + " ; USER=root ; COMMAND=/usr/bin/id"));
    }
    time += pause(600_000);
    steps.add(sshd(time, "pam_unix(sshd:session): session closed for user " + user));
  }

  private void guessOne(long nowMillis, List<Step> steps) {
    String user = random.nextBoolean() ? "root" : "user" + users.next(random);
    String source = attacker();
    long time = nowMillis;
    for (int guess = 3 + random.nextInt(25); guess > 0; guess--) {
      steps.add(failed(time, user, source));
      if (random.nextInt(6) == 0) {
        time += pause(3_000);
        String message = failedMessage(user, source);
        int times = 2 + random.nextInt(4);
        steps.add(sshd(time, "message repeated " + times + " times: [ " + message + "]"));
      }
      time += pause(4_000);
    }
    if (random.nextInt(10) == 0) {
      steps.add(
          sshd(time, "Accepted password for " + user + " from " + source + " port 40001 ssh2"));
    }
  }

  private void guessMany(long nowMillis, List<Step> steps) {
    String source = attacker();
    long time = nowMillis;
    for (int guess = 5 + random.nextInt(30); guess > 0; guess--) {
      steps.add(failed(time, "invalid user name" + random.nextInt(40), source));
      time += pause(5_000);
    }
  }

  private String attacker() {
    return "203.0.113." + attackers.next(random) % 250;
  }

  private Step failed(long millis, String user, String source) {
    return sshd(millis, failedMessage(user, source));
  }

  private static String failedMessage(String user, String source) {
    return "Failed password for " + user + " from " + source + " port 40001 ssh2";
  }

  private Step sshd(long millis, String message) {
    return line(millis, "sshd[" + (1_000 + random.nextInt(9_000)) + "]", message);
  }

  /** One of two hosts writes the older form of the time, to the second. */
  private Step line(long millis, String program, String message) {
    boolean classic = random.nextBoolean();
    long time = classic ? millis / 1_000 * 1_000 : millis;
    String text =
        (classic ? CLASSIC : ISO).format(Instant.ofEpochMilli(time))
            + (classic ? " gate1 " : " gate2 ")
            + program
            + ": "
            + message;
    return new Step(time, program, text);
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(3)) {
      case 0 -> line.substring(0, random.nextInt(12)); // cut off within the time
      case 1 -> "?" + line;
      default -> "";
    };
  }

  /** A log tells what happened twice by two lines. */
  @Override
  protected double repeated() {
    return 0;
  }

  @Override
  protected long maxRepeatDelayMillis() {
    return 1;
  }

  @Override
  protected double malformed() {
    return 0.003;
  }
}
