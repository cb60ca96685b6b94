// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;

/** What the rules of a key have done in one period, until it is sent. */
final class Tally {

  /** The counts of one version of a rule in one mode. */
  static final class Line {
    final String ruleId;
    final int version;
    final RuleMode mode;
    long evaluated;
    long fired;
    long suppressed;
    long missing;

    Line(String ruleId, int version, RuleMode mode) {
      this.ruleId = ruleId;
      this.version = version;
      this.mode = mode;
    }

    @Override
    public String toString() {
      return ruleId
          + " v"
          + version
          + " "
          + mode
          + " "
          + evaluated
          + "/"
          + fired
          + "/"
          + suppressed
          + "/"
          + missing;
    }

    private boolean isOf(Rule rule) {
      return version == rule.version() && mode == rule.mode() && ruleId.equals(rule.id());
    }
  }

  long periodStart;
  final List<Line> lines;

  Tally() {
    lines = new ArrayList<>(0);
  }

  private Tally(Tally from) {
    periodStart = from.periodStart;
    lines = new ArrayList<>(from.lines.size());
    for (Line line : from.lines) {
      Line copy = new Line(line.ruleId, line.version, line.mode);
      copy.evaluated = line.evaluated;
      copy.fired = line.fired;
      copy.suppressed = line.suppressed;
      copy.missing = line.missing;
      lines.add(copy);
    }
  }

  Tally copy() {
    return new Tally(this);
  }

  /** Returns the line of {@code rule}; {@code guess} is where it most likely is. */
  Line line(Rule rule, int guess) {
    if (guess < lines.size() && lines.get(guess).isOf(rule)) {
      return lines.get(guess);
    }
    for (Line line : lines) {
      if (line.isOf(rule)) {
        return line;
      }
    }
    Line line = new Line(rule.id(), rule.version(), rule.mode());
    lines.add(line);
    return line;
  }

  @Override
  public String toString() {
    return periodStart + lines.toString();
  }
}
