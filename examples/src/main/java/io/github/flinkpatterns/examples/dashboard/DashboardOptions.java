// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import io.github.flinkpatterns.examples.frame.Companion;
import io.github.flinkpatterns.examples.frame.DurationConverter;
import io.github.flinkpatterns.examples.frame.Options;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a job that can be watched on a page. */
public final class DashboardOptions {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final long WATCHABLE = 2_000;

  @Option(
      names = "--dashboard",
      arity = "0..1",
      fallbackValue = "8080",
      paramLabel = "PORT",
      description =
          "Show the job live at http://localhost:PORT (default: 8080; 0: any free port). Without"
              + " --rate the generator then gives 2000 events per second.")
  private @Nullable Integer port;

  @Option(
      names = "--dashboard-linger",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long the page stays behind the job's end (default: until Ctrl-C).")
  private @Nullable Duration linger;

  /**
   * Returns how many lines the generator gives per second: so many that one can watch if the page
   * is wanted, else 0 for no limit.
   */
  public long linesPerSecond() {
    return port == null ? 0 : WATCHABLE;
  }

  /** Fails, naming the option, if a value makes no sense. */
  public void check() {
    Options.require(
        port == null || (port >= 0 && port <= 65_535),
        "--dashboard",
        port + " is not between 0 and 65535");
    Options.require(
        linger == null || port != null,
        "--dashboard-linger",
        "belongs to --dashboard, which is missing");
  }

  /** Returns the page, null if it is not wanted. */
  public @Nullable Companion open() {
    if (port == null) {
      return null;
    }
    try {
      return new Dashboard(port, linger == null ? FOR_EVER : linger);
    } catch (IOException e) {
      throw Options.wrong(
          "--dashboard", "port " + port + " cannot be used (" + e.getMessage() + "); name another");
    }
  }
}
