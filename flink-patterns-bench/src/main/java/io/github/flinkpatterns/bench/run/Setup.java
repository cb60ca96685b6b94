// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.nio.file.Path;

/**
 * Where state is kept.
 *
 * @param backend {@code rocksdb} or {@code hashmap}
 * @param folder where RocksDB and checkpoints may write
 */
public record Setup(String backend, Path folder) {

  /** Returns this setup with another backend, or this one if that is empty. */
  Setup on(String other) {
    return other.isEmpty() ? this : new Setup(other, folder);
  }
}
