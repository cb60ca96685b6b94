// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What flink-cep is given for an event. Its matches do not tell the timestamps of their events, so
 * these must be part of what it is given.
 *
 * @param <IN> the event
 * @param <E> what flink-cep is given
 */
interface Elements<IN, E> extends Serializable {

  /** Returns what stands for {@code event}. */
  E of(IN event, long timestampMillis) throws Exception;

  /** Returns the event that {@code element} stands for. */
  IN event(E element);

  /** Returns the timestamp of the event that {@code element} stands for. */
  long timestampMillis(E element) throws Exception;

  /** Returns the type of the elements. */
  TypeInformation<E> type(TypeInformation<IN> event);
}
