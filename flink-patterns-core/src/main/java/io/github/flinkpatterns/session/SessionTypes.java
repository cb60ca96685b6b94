// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The types of a session aggregator and of its side outputs. */
record SessionTypes<T, K, A, R>(
    TypeInformation<T> event,
    TypeInformation<K> key,
    TypeInformation<A> accumulator,
    TypeInformation<R> result)
    implements Serializable {

  OutputTag<T> late() {
    return new OutputTag<>("session-late", event);
  }

  OutputTag<T> withoutTimestamp() {
    return new OutputTag<>("session-without-timestamp", event);
  }

  OutputTag<T> nullKeys() {
    return new OutputTag<>("session-null-keys", event);
  }
}
