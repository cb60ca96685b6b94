// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to be done, the stream to do it on, and the ways to do it; the baselines come by
 * themselves.
 *
 * @param suite the suite it belongs to
 * @param title what it asks, without the backend
 * @param scenario the stream and the settings, in a sentence or two
 * @param workload the stream
 * @param entries the ways; the first is the one to which the others are compared
 * @param <IN> the event
 */
public record Question<IN>(
    String suite, String title, String scenario, Workload<IN> workload, List<Entry<IN>> entries) {

  /**
   * A way among others.
   *
   * @param name what tables and charts call it
   * @param group the name of those whose results must be equal
   * @param ways the one way, or several that do the job together and each take the whole stream
   */
  public record Entry<IN>(String name, String group, List<? extends Way<IN, ?>> ways) {}

  /** Creates a question without ways. */
  public Question(String suite, String title, String scenario, Workload<IN> workload) {
    this(suite, title, scenario, workload, new ArrayList<>());
  }

  /** Adds a way whose results must equal those of all others without a group. */
  public Question<IN> with(Way<IN, ?> way) {
    return with("", way);
  }

  /** Adds a way whose results must equal those of the others in {@code group}. */
  public Question<IN> with(String group, Way<IN, ?> way) {
    entries.add(new Entry<>(way.name(), group, List.of(way)));
    return this;
  }

  /** Adds ways that do the job together. */
  public Question<IN> with(String name, String group, List<? extends Way<IN, ?>> together) {
    entries.add(new Entry<>(name, group, together));
    return this;
  }

  /** Returns the operators of all ways and the baselines, which the caller closes. */
  List<Variant<IN>> variants(Setup setup) throws Exception {
    List<Variant<IN>> variants = new ArrayList<>();
    for (Entry<IN> entry : entries) {
      List<Variant<IN>> operators = new ArrayList<>();
      for (Way<IN, ?> way : entry.ways()) {
        operators.add(OperatorVariant.of(way, entry.group(), workload, setup));
      }
      variants.add(
          operators.size() == 1
              ? operators.get(0)
              : new SeveralOperators<>(entry.name(), entry.group(), operators));
    }
    @Nullable String none = null;
    for (Way<IN, Long> baseline : Baselines.of(workload)) {
      variants.add(OperatorVariant.of(baseline, none, workload, setup));
    }
    return variants;
  }
}
