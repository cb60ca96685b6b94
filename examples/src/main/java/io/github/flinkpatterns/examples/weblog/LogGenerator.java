// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes an access log in the Common Log Format: visits of pages with their images, a few hosts
 * that come very often, and now and then one that scans for weaknesses.
 */
final class LogGenerator extends VisitGenerator {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int PAGES = 400;
  private static final double VISIT_EVERY_MILLIS = 6_000;

  private final Zipf hosts = new Zipf(3_000, 0.7);
  private final Zipf pages = new Zipf(PAGES, 0.9);

  LogGenerator(long lines, long seed) {
    super(lines, seed, VISIT_EVERY_MILLIS);
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    String host = "host" + hosts.next(random) + ".example.org";
    List<Step> steps = new ArrayList<>();
    if (random.nextInt(400) == 0) {
      scan(host, nowMillis, steps);
      return steps;
    }
    long time = nowMillis;
    int views = 1 + random.nextInt(8);
    for (int view = 0; view < views; view++) {
      int page = pages.next(random);
      int size = 2_000 + page * 37 % 9_000;
      switch (random.nextInt(40)) {
        case 0 -> steps.add(step(host, time, "GET /gone/" + page + ".html", "404", "-"));
        case 1 -> steps.add(step(host, time, "POST /search", "500", "312"));
        default -> {
          steps.add(step(host, time, "GET /pages/" + page + ".html", "200", "" + size));
          int images = random.nextInt(3);
          for (int image = 0; image < images; image++) {
            time += pause(300);
            steps.add(
                step(
                    host,
                    time,
                    "GET /images/" + page + "-" + image + ".png",
                    "200",
                    "" + 3 * size));
          }
        }
      }
      boolean away = random.nextInt(20) == 0;
      time += pause(away ? 900_000 : 35_000);
    }
    return steps;
  }

  private void scan(String host, long nowMillis, List<Step> steps) {
    long time = nowMillis;
    for (int i = 0; i < 60; i++) {
      steps.add(step(host, time, "GET /admin/" + i + ".php", i % 9 == 0 ? "403" : "404", "-"));
      time += pause(500);
    }
  }

  private static Step step(String host, long millis, String request, String status, String bytes) {
    long second = millis / 1_000 * 1_000;
    String line =
        host
            + " - - ["
            + TIME.format(Instant.ofEpochMilli(second))
            + "] \""
            + request
            + " HTTP/1.1\" "
            + status
            + " "
            + bytes;
    return new Step(second, host, line);
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(4)) {
      case 0 -> line.substring(0, random.nextInt(line.length() - 12)); // cut off before the status
      case 1 -> line.replace('[', '(');
      case 2 -> line.replace('"', '\'');
      default -> "";
    };
  }

  @Override
  protected double repeated() {
    return 0.004;
  }

  @Override
  protected long maxRepeatDelayMillis() {
    return 10_000;
  }

  @Override
  protected double malformed() {
    return 0.003;
  }
}
