// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Hashes ids to 64 bits with Guava's FarmHash fingerprint, which never changes: the same id has the
 * same hash on every machine and in every release. Part of the state contract.
 *
 * <p>It takes the bytes of a string's UTF-16 units, little end first, or the eight bytes of a
 * number. The upper 32 bits choose the page, the lower 48 are the fingerprint in it. Keeps scratch
 * space, so each owner has one of its own.
 */
final class IdHash implements Serializable {

  private static final HashFunction HASH = Hashing.farmHashFingerprint64();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int pages;
  private transient byte @Nullable [] scratch;

  // The host asks for the page and then the logic for the hash of one event. On the fast host both
  // have this object; the same id object has the same hash, since ids are immutable.
  private transient @Nullable Object lastId;
  private transient long lastHash;

  IdHash(int pages) {
    this.pages = pages;
  }

  /** Checks that ids of {@code type} can be hashed. */
  static void requireHashable(TypeInformation<?> type, String mode) {
    if (!type.equals(Types.STRING) && !type.equals(Types.LONG) && !type.equals(Types.INT)) {
      throw Require.wrong(
          Deduplicator.NAME,
          "keyedBy",
          type,
          "is not String, Long or Integer, which " + mode + " needs",
          "make the id a String or a Long");
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal ids in two objects are hashed twice, no more
  long hash(Object id) {
    if (id != lastId) {
      lastHash = id instanceof String text ? hash(text) : hash(((Number) id).longValue());
      lastId = id;
    }
    return lastHash;
  }

  int pages() {
    return pages;
  }

  int page(long hash) {
    return (int) (((hash >>> 32) * pages) >>> 32);
  }

  // Eight bytes at a time: a processor waits when it reads eight bytes that it has just written one
  // by one.
  private long hash(String text) {
    int length = text.length();
    byte[] bytes = scratch(2 * length);
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      long four =
          text.charAt(i)
              | (long) text.charAt(i + 1) << 16
              | (long) text.charAt(i + 2) << 32
              | (long) text.charAt(i + 3) << 48;
      LONGS.set(bytes, 2 * i, four);
    }
    for (; i < length; i++) {
      char unit = text.charAt(i);
      bytes[2 * i] = (byte) unit;
      bytes[2 * i + 1] = (byte) (unit >> 8);
    }
    return HASH.hashBytes(bytes, 0, 2 * length).asLong();
  }

  private long hash(long number) {
    byte[] bytes = scratch(Long.BYTES);
    LONGS.set(bytes, 0, number);
    return HASH.hashBytes(bytes, 0, Long.BYTES).asLong();
  }

  private byte[] scratch(int length) {
    byte[] bytes = scratch;
    if (bytes == null || bytes.length < length) {
      bytes = new byte[Math.max(length, 128)];
      scratch = bytes;
    }
    return bytes;
  }
}
