// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a collecting sink was given, and which of it is committed. */
final class SinkLedger<T> {
  private final List<T> written = new ArrayList<>();
  private final List<T> committed = new ArrayList<>();
  private final Map<String, List<T>> prepared = new HashMap<>();

  synchronized void write(T value) {
    written.add(value);
  }

  synchronized void prepare(String transaction, List<T> values) {
    prepared.put(transaction, values);
  }

  /**
   * Flink commits again after a failure between commit and acknowledgement: the second time does
   * nothing.
   */
  synchronized void commit(String transaction) {
    List<T> values = prepared.remove(transaction);
    if (values != null) {
      committed.addAll(values);
    }
  }

  synchronized List<T> written() {
    return List.copyOf(written);
  }

  synchronized List<T> committed() {
    return List.copyOf(committed);
  }

  synchronized void clear() {
    written.clear();
    committed.clear();
    prepared.clear();
  }
}
