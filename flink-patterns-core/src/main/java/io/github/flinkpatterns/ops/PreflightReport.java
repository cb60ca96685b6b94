// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the preflight check or the state budget found.
 *
 * @param findings the worst first; empty when there is nothing
 */
public record PreflightReport(List<Finding> findings) {

  /** Sorts and copies the findings. */
  public PreflightReport {
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /**
   * Throws when there is an error or a warning; a remark of severity {@link Severity#INFO} passes.
   *
   * @return this report
   * @throws IllegalStateException with one line for each finding
   */
  public PreflightReport orThrow() {
    if (findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO)) {
      throw new IllegalStateException(
          "Preflight: " + findings.size() + " findings\n" + toText().stripTrailing());
    }
    return this;
  }

  /** Returns one line for each finding. */
  public String toText() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Returns the findings as a JSON array in an object. */
  public String toJson() {
    return OpsJson.write(this);
  }
}
