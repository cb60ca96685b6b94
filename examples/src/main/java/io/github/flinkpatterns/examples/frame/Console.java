// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job says on the terminal: progress while it runs, then a table or the cause of failure.
 */
final class Console {

  /** Without a terminal a line stays, so there are fewer. */
  private static final long PLAIN_LINE_NANOS = 5_000_000_000L;

  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal = Boolean.getBoolean("examples.terminal");
  private boolean inPlace;
  private long lastPlain;
  private long lastNanos;
  private long lastLines;

  Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  void line(String text) {
    endProgress();
    out.println(text);
    out.flush();
  }

  void progress(RunMetrics metrics, long nanos) {
    if (!terminal && nanos - lastPlain < PLAIN_LINE_NANOS) {
      return;
    }
    long lines = metrics.accepted() + metrics.rejected();
    double perSecond = (lines - lastLines) * 1e9 / Math.max(1, nanos - lastNanos);
    lastLines = lines;
    lastNanos = nanos;
    lastPlain = nanos;
    String text =
        String.format(
            Locale.ROOT,
            "%,d events read, %,.0f per second, watermark %s, %,d records out",
            lines,
            Math.max(0, perSecond),
            time(metrics.watermark()),
            metrics.written());
    if (terminal) {
      out.print(CLEAR_LINE + text);
      inPlace = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static String time(long watermark) {
    return watermark == Long.MIN_VALUE ? "none yet" : Instant.ofEpochMilli(watermark).toString();
  }

  void endProgress() {
    if (inPlace) {
      out.print(CLEAR_LINE);
      inPlace = false;
    }
  }

  /** Ends with a table; without metrics, which only a run in this process has, less is known. */
  void summary(
      String job, @Nullable RunMetrics metrics, long nanos, Map<String, Long> counts, Path output) {
    if (metrics == null) {
      out.printf(Locale.ROOT, "%s: done after %.1f s%n", job, nanos / 1e9);
    } else {
      long accepted = metrics.accepted();
      long rejected = metrics.rejected();
      out.printf(
          Locale.ROOT,
          "%s: %,d lines read in %.1f s, %,d accepted, %,d rejected%n",
          job,
          accepted + rejected,
          nanos / 1e9,
          accepted,
          rejected);
    }
    out.printf(Locale.ROOT, "%-16s %12s%n", "stream", "records");
    counts.forEach((stream, count) -> out.printf(Locale.ROOT, "%-16s %,12d%n", stream, count));
    out.println("results in " + output);
    out.flush();
  }

  void failure(String job, Throwable failure) {
    endProgress();
    out.flush();
    err.println(job + " failed: " + cause(failure) + "; log: " + log());
    err.flush();
  }

  private static String log() {
    return System.getProperty("examples.log", "target/examples.log");
  }

  /** The innermost cause in one line. */
  private static String cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getName() : message;
    return text.lines().findFirst().orElse(text);
  }
}
