// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

/** The option sets that Flink predefines for RocksDB; single options override them. */
public enum RocksDbProfile {
  /** RocksDB's own defaults, with 2 background threads. */
  DEFAULT,
  /** For spinning disks: dynamic level sizes, 4 background threads. */
  SPINNING_DISK_OPTIMIZED,
  /**
   * For spinning disks and much memory: 256 MiB block cache, 128 KiB blocks, 4 write buffers of 64
   * MiB merged by 3, 256 MiB files, bloom filter, dynamic level sizes, 4 background threads.
   */
  SPINNING_DISK_OPTIMIZED_HIGH_MEM,
  /** For SSDs: 4 background threads. */
  FLASH_SSD_OPTIMIZED
}
