// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line as it was read.
 *
 * @param text the text without its line break, possibly cut or with replaced characters if there is
 *     a problem
 * @param problem why the line cannot be used, null if it can
 */
public record RawLine(String text, @Nullable String problem) {

  static final int MAX_BYTES = 1 << 20;

  private static final char REPLACEMENT = '\uFFFD';

  /**
   * Decodes a line.
   *
   * @param bytes UTF-8 from {@code from} to {@code to}, without a line break
   */
  public static RawLine of(byte[] bytes, int from, int to) {
    if (to - from > MAX_BYTES) {
      return tooLong(bytes, from, from + MAX_BYTES);
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    // A replacement character may also stand in the input itself: only the strict decoder knows.
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes, from, to)) {
      return new RawLine(text, "the line is not valid UTF-8");
    }
    return new RawLine(text, null);
  }

  static RawLine tooLong(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return new RawLine(text, "the line is longer than " + MAX_BYTES + " bytes");
  }

  private static boolean isUtf8(byte[] bytes, int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
