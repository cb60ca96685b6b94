// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.Comparator;
import java.util.List;

/**
 * What the checkpoint doctor has found, as text, JSON or a page.
 *
 * @param statistics what was looked at
 * @param findings what was found, the worst first; empty when nothing is wrong
 */
public record CheckpointReport(CheckpointStatistics statistics, List<Finding> findings) {

  /** Sorts and copies the findings. */
  public CheckpointReport {
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** Returns a summary and one line for each finding. */
  public String toText() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    if (findings.isEmpty()) {
      text.append("Nothing is wrong with them.\n");
    }
    findings.forEach(finding -> text.append(finding).append('\n'));
    return text.toString();
  }

  /** Returns statistics and findings as one JSON object. */
  public String toJson() {
    return OpsJson.write(this);
  }

  /**
   * Returns a page of its own, with charts of duration, size and alignment over time; it needs
   * nothing else and is readable in light and dark.
   */
  public String toHtml() {
    return ReportPage.of(this);
  }

  String summary() {
    CheckpointStatistics s = statistics;
    return "Job "
        + s.jobName()
        + " ("
        + s.jobId()
        + "): "
        + s.completed()
        + " checkpoints completed, "
        + s.failed()
        + " failed; "
        + (s.settings().intervalMillis() == 0
            ? "none are taken"
            : "one every " + Units.millis(s.settings().intervalMillis()))
        + "; "
        + s.checkpoints().size()
        + " looked at.";
  }
}
