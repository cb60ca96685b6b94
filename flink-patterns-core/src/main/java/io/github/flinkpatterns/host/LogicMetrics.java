// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.KeyedLogic;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The counters of one logic, in one metric group that carries its name. */
public final class LogicMetrics {

  private final MetricGroup group;
  private String[] names = new String[0];
  private Counter[] counters = new Counter[0];

  /** Registers what {@code logic} counts under {@code parent}. */
  public LogicMetrics(MetricGroup parent, KeyedLogic<?, ?, ?, ?> logic) {
    this(parent, logic.name(), logic.counters());
  }

  /** Registers {@code names} under {@code parent}, in a group that is called {@code group}. */
  public LogicMetrics(MetricGroup parent, String group, List<String> names) {
    this.group = parent.addGroup(group);
    names.forEach(this::register);
  }

  /** Returns the metric group of the logic. */
  public MetricGroup group() {
    return group;
  }

  /** Adds one to the counter {@code name}, registered now if it is new. */
  public void count(String name) {
    count(name, 1);
  }

  /** Adds {@code increment} to the counter {@code name}, registered now if it is new. */
  public void count(String name, long increment) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        counters[i].inc(increment);
        return;
      }
    }
    register(name).inc(increment);
  }

  private Counter register(String name) {
    Counter counter = group.counter(name);
    names = Arrays.copyOf(names, names.length + 1);
    counters = Arrays.copyOf(counters, names.length);
    names[names.length - 1] = name;
    counters[names.length - 1] = counter;
    return counter;
  }
}
