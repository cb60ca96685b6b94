// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Report;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.PairedRun;
import io.github.flinkpatterns.bench.run.Progress;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.run.Setup;

/**
 * What a suite runs with.
 *
 * @param scale how large it runs
 * @param rounds measured rounds; 0 for what the suite takes by itself
 * @param setup where state is kept
 * @param report takes what is measured
 * @param progress hears how far it is
 */
public record Context(Scale scale, int rounds, Setup setup, Report report, Progress progress) {

  boolean on(String backend) {
    return setup.backend().equals(backend);
  }

  Pace pace(Pace smoke, Pace quick, Pace full) {
    return scale.pick(smoke, quick, full).withRounds(rounds);
  }

  Comparison compare(Question<?> question, Pace pace) throws Exception {
    Comparison comparison = new PairedRun<>(question, pace).run(setup, progress);
    report.add(comparison);
    return comparison;
  }
}
