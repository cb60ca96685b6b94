// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Writes a report as one HTML page with its charts in it. */
final class ReportPage {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Checkpoints</title><style>
      :root { color-scheme: light dark; --bar: #2b6cb0; --bad: #c53030; }
      @media (prefers-color-scheme: dark) { :root { --bar: #63b3ed; --bad: #fc8181; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      svg { width: 100%; height: auto; } rect { fill: var(--bar); } rect.failed { fill: var(--bad); }
      text { fill: currentColor; font: 12px system-ui, sans-serif; }
      li { margin-bottom: .7rem; } .ERROR b { color: var(--bad); } code { font-size: .9em; }
      </style></head><body>
      """;

  private static final int WIDTH = 900;
  private static final int HEIGHT = 160;
  private static final int LEFT = 80;

  private ReportPage() {}

  static String of(CheckpointReport report) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<h1>Checkpoints</h1>\n<p>")
        .append(escape(report.summary()))
        .append("</p>\n<h2>Findings</h2>\n");
    if (report.findings().isEmpty()) {
      page.append("<p>Nothing is wrong with them.</p>\n");
    } else {
      page.append("<ul>\n");
      for (Finding finding : report.findings()) {
        page.append("<li class=\"")
            .append(finding.severity())
            .append("\"><b>")
            .append(finding.severity())
            .append("</b> <code>")
            .append(escape(finding.code()))
            .append("</code> ")
            .append(escape(finding.place()))
            .append(": ")
            .append(escape(finding.message()))
            .append(".<br>")
            .append(escape(finding.remedy()))
            .append(".</li>\n");
      }
      page.append("</ul>\n");
    }
    List<Checkpoint> all = report.statistics().checkpoints();
    chart(page, "Duration", all, Checkpoint::durationMillis, Units::millis);
    chart(page, "Size of the state", all, Checkpoint::stateBytes, Units::bytes);
    chart(page, "Written", all, Checkpoint::writtenBytes, Units::bytes);
    chart(page, "Longest alignment", all, Checkpoint::alignmentMillis, Units::millis);
    return page.append("</body></html>\n").toString();
  }

  private static void chart(
      StringBuilder page,
      String title,
      List<Checkpoint> all,
      ToLongFunction<Checkpoint> value,
      LongFunction<String> label) {
    page.append("<h2>").append(title).append("</h2>\n");
    if (all.isEmpty()) {
      page.append("<p>No data.</p>\n");
      return;
    }
    long top = Math.max(1, all.stream().mapToLong(value).max().orElse(1));
    double step = (WIDTH - LEFT) / (double) all.size();
    page.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s per checkpoint, at most %s\">%n",
            WIDTH,
            HEIGHT + 24,
            title,
            label.apply(top)));
    page.append("<text x=\"0\" y=\"12\">").append(label.apply(top)).append("</text>");
    page.append("<text x=\"0\" y=\"").append(HEIGHT).append("\">0</text>\n");
    for (int i = 0; i < all.size(); i++) {
      Checkpoint one = all.get(i);
      double height = HEIGHT * (value.applyAsLong(one) / (double) top);
      page.append(
          String.format(
              Locale.ROOT,
              "<rect%s x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s %d: %s%s</title></rect>%n",
              one.completed() ? "" : " class=\"failed\"",
              LEFT + i * step,
              HEIGHT - height,
              Math.max(1, step * .8),
              Math.max(1, height),
              one.savepoint() ? "savepoint" : "checkpoint",
              one.id(),
              label.apply(value.applyAsLong(one)),
              one.completed() ? "" : ", failed"));
    }
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\">%d</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text></svg>%n",
            LEFT,
            HEIGHT + 18,
            all.get(0).id(),
            WIDTH,
            HEIGHT + 18,
            all.get(all.size() - 1).id()));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
