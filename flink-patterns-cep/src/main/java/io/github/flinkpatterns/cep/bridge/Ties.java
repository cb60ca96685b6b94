// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.state.EventTimeOrder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.EventComparator;
import org.jspecify.annotations.Nullable;

/** Orders equal timestamps for flink-cep, which would take them in order of arrival. */
final class Ties<IN, E> implements EventComparator<E> {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // given as serializable
  private final Elements<IN, E> elements;

  private final @Nullable EventComparator<IN> rule;
  private final TypeSerializer<IN> serializer;
  private transient @Nullable EventTimeOrder<IN> order;

  Ties(Elements<IN, E> elements, @Nullable EventComparator<IN> rule, TypeSerializer<IN> events) {
    this.elements = elements;
    this.rule = rule;
    this.serializer = events;
  }

  @Override
  public int compare(E a, E b) {
    EventTimeOrder<IN> open = order;
    if (open == null) {
      open = new EventTimeOrder<>(rule);
      open.open(serializer);
      order = open;
    }
    return open.compareTies(elements.event(a), elements.event(b));
  }
}
