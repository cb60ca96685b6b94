// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a job keeps its state. */
enum BackendChoice {
  /** Objects on the heap. */
  HASHMAP,
  /** An embedded RocksDB. */
  ROCKSDB;

  /** Returns Flink's name, which is also the option's value. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the option's value. */
  static final class Converter implements ITypeConverter<BackendChoice> {

    @Override
    public BackendChoice convert(String value) {
      for (BackendChoice backend : values()) {
        if (backend.key().equals(value)) {
          return backend;
        }
      }
      throw new TypeConversionException("'" + value + "' is neither hashmap nor rocksdb");
    }
  }
}
