// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The types of a window aggregator and of its side outputs. */
record WindowTypes<T, K, A, R>(
    TypeInformation<T> event,
    TypeInformation<K> key,
    TypeInformation<A> accumulator,
    TypeInformation<R> result)
    implements Serializable {

  OutputTag<T> late(Windows windows) {
    return new OutputTag<>(
        "window-late-%d-%d-%d"
            .formatted(windows.sizeMillis(), windows.slideMillis(), windows.offsetMillis()),
        event);
  }

  OutputTag<T> withoutTimestamp() {
    return new OutputTag<>("window-without-timestamp", event);
  }

  OutputTag<T> nullKeys() {
    return new OutputTag<>("window-null-keys", event);
  }
}
