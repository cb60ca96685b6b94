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
 * @param bare whether a get and a put of RocksDB itself is one of the baselines, on RocksDB
 * @param entries the ways; the first is the one to which the others are compared
 * @param <IN> the event
 */
public record Question<IN>(
    String suite,
    String title,
    String scenario,
    Workload<IN> workload,
    boolean bare,
    List<Entry<IN>> entries) {

  /**
   * A way among others.
   *
   * @param name what tables and charts call it
   * @param group the name of those whose results must be equal
   * @param ways the one way, or several that do the job together and each take the whole stream
   * @param backend where it keeps state, if not where the run says; else empty
   */
  public record Entry<IN>(
      String name, String group, List<? extends Way<IN, ?>> ways, String backend) {}

  /** Creates a question without ways. */
  public Question(String suite, String title, String scenario, Workload<IN> workload) {
    this(suite, title, scenario, workload, false, new ArrayList<>());
  }

  /** Returns this question with one get and one put of RocksDB itself as another baseline. */
  public Question<IN> withBareRocksDb() {
    return new Question<>(suite, title, scenario, workload, true, entries);
  }

  /** Adds a way whose results must equal those of all others without a group. */
  public Question<IN> with(Way<IN, ?> way) {
    return with("", way);
  }

  /** Adds a way whose results must equal those of the others in {@code group}. */
  public Question<IN> with(String group, Way<IN, ?> way) {
    return with(way.name(), group, List.of(way));
  }

  /** Adds a way that keeps its state in {@code backend}, whatever the others do. */
  public Question<IN> withOn(String backend, Way<IN, ?> way) {
    entries.add(new Entry<>(way.name(), "", List.of(way), backend));
    return this;
  }

  /** Adds ways that do the job together. */
  public Question<IN> with(String name, String group, List<? extends Way<IN, ?>> together) {
    entries.add(new Entry<>(name, group, together, ""));
    return this;
  }

  /** Returns the operators of all ways and the baselines, which the caller closes. */
  List<Variant<IN>> variants(Setup setup) throws Exception {
    List<Variant<IN>> variants = new ArrayList<>();
    for (Entry<IN> entry : entries) {
      List<Variant<IN>> operators = new ArrayList<>();
      for (Way<IN, ?> way : entry.ways()) {
        operators.add(OperatorVariant.of(way, entry.group(), workload, setup.on(entry.backend())));
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
    if (bare && setup.backend().equals("rocksdb")) {
      variants.add(new BareRocksDb<>(workload, setup));
    }
    return variants;
  }
}
