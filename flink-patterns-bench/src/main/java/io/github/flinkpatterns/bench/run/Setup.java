// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.nio.file.Path;

/**
 * Where state is kept.
 *
 * @param backend {@code rocksdb} or {@code hashmap}
 * @param folder where RocksDB and checkpoints may write
 */
public record Setup(String backend, Path folder) {}
