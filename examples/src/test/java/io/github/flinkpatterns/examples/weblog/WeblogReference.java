// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the job must give, computed by sorting everything: no streams, no windows, no operators. */
final class WeblogReference {

  private WeblogReference() {}

  static List<LogLine> parsed(List<String> lines) {
    List<LogLine> parsed = new ArrayList<>();
    for (String line : lines) {
      try {
        parsed.add(new LogLineParser().parse(line));
      } catch (UnreadableLineException e) {
        // Rejected.
      }
    }
    return parsed;
  }

  /** Returns "key start end events bytes" of each session, sorted. */
  static List<String> sessions(List<LogLine> lines, long gapMillis) {
    return sessions(lines, gapMillis, Long.MAX_VALUE);
  }

  /** As {@link #sessions(List, long)}, with sessions shorter than the maximum. */
  static List<String> sessions(List<LogLine> lines, long gapMillis, long maxMillis) {
    Map<String, List<LogLine>> byHost = new TreeMap<>();
    for (LogLine line : lines) {
      byHost.computeIfAbsent(line.host(), host -> new ArrayList<>()).add(line);
    }
    List<String> sessions = new ArrayList<>();
    byHost.forEach(
        (host, requests) -> {
          requests.sort(Comparator.comparingLong(LogLine::timestampMillis));
          int from = 0;
          for (int i = 1; i <= requests.size(); i++) {
            if (i == requests.size()
                || requests.get(i).timestampMillis() - requests.get(i - 1).timestampMillis()
                    > gapMillis
                || requests.get(i).timestampMillis() - requests.get(from).timestampMillis()
                    >= maxMillis) {
              List<LogLine> session = requests.subList(from, i);
              sessions.add(
                  host
                      + " "
                      + session.get(0).timestampMillis()
                      + " "
                      + session.get(session.size() - 1).timestampMillis()
                      + " "
                      + session.size()
                      + " "
                      + session.stream().mapToLong(LogLine::bytes).sum());
              from = i;
            }
          }
        });
    Collections.sort(sessions);
    return sessions;
  }

  /** Returns "start requests bytes errors" of each minute with requests. */
  static List<String> traffic(List<LogLine> lines) {
    Map<Long, long[]> minutes = new TreeMap<>();
    for (LogLine line : lines) {
      long[] counts =
          minutes.computeIfAbsent(line.timestampMillis() / 60_000 * 60_000, m -> new long[3]);
      counts[0]++;
      counts[1] += line.bytes();
      counts[2] += line.status() >= 400 ? 1 : 0;
    }
    List<String> traffic = new ArrayList<>();
    minutes.forEach((start, c) -> traffic.add(start + " " + c[0] + " " + c[1] + " " + c[2]));
    Collections.sort(traffic);
    return traffic;
  }
}
