// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCursorTest {

  private static List<RawLine> lines(byte[] bytes) throws IOException {
    List<RawLine> lines = new ArrayList<>();
    try (StreamCursor cursor = new StreamCursor(new ByteArrayInputStream(bytes), 0)) {
      for (RawLine line = cursor.next(); line != null; line = cursor.next()) {
        lines.add(line);
      }
      assertThat(cursor.position()).isEqualTo(bytes.length);
    }
    return lines;
  }

  private static List<String> texts(String text) throws IOException {
    return lines(text.getBytes(UTF_8)).stream().map(RawLine::text).toList();
  }

  @Test
  void splitsAtLineFeedsWithOrWithoutCarriageReturns() throws IOException {
    assertThat(texts("a\nb\r\n\nc")).containsExactly("a", "b", "", "c");
    assertThat(texts("a\n")).containsExactly("a");
    assertThat(texts("\n")).containsExactly("");
    assertThat(texts("")).isEmpty();
    assertThat(texts("a\rb\n")).containsExactly("a\rb");
  }

  @Test
  void skipsAByteOrderMarkInTheFirstLineOnly() throws IOException {
    assertThat(texts("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    assertThat(texts("\uFEFF")).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 200_000})
  void keepsLinesThatAreLongerThanABuffer(int length) throws IOException {
    String longLine = "x".repeat(length);
    assertThat(texts("a\n" + longLine + "\nb\n")).containsExactly("a", longLine, "b");
  }

  @Test
  void reportsALineBeyondOneMebibyteAndGoesOnBehindIt() throws IOException {
    int max = StreamCursor.MAX_LINE_BYTES;
    String fits = "y".repeat(max);
    List<RawLine> lines = lines((fits + "\n" + fits + "z\nb").getBytes(UTF_8));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(new RawLine(fits, null));
    assertThat(lines.get(1).problem()).isEqualTo("the line is longer than 1048576 bytes");
    assertThat(lines.get(1).text()).hasSize(max);
    assertThat(lines.get(2)).isEqualTo(new RawLine("b", null));
  }

  @Test
  void reportsInvalidUtf8ButNotTheReplacementCharacterItself() throws IOException {
    assertThat(lines("caf\u00e9\nb".getBytes(ISO_8859_1)))
        .containsExactly(
            new RawLine("caf\uFFFD", "the line is not valid UTF-8"), new RawLine("b", null));
    assertThat(lines("caf\uFFFD".getBytes(UTF_8))).containsExactly(new RawLine("caf\uFFFD", null));
  }

  @Test
  void goesOnFromEveryPosition() throws IOException {
    byte[] bytes = "\uFEFFone\n\ntw\u00f6\r\nthree\nend".getBytes(UTF_8);
    List<RawLine> all = lines(bytes);
    StreamCursor first = new StreamCursor(new ByteArrayInputStream(bytes), 0);
    for (int read = 0; read <= all.size(); read++) {
      int position = (int) first.position();
      StreamCursor rest =
          new StreamCursor(
              new ByteArrayInputStream(bytes, position, bytes.length - position), position);
      List<RawLine> resumed = new ArrayList<>();
      for (RawLine line = rest.next(); line != null; line = rest.next()) {
        resumed.add(line);
      }
      assertThat(resumed).isEqualTo(all.subList(read, all.size()));
      first.next();
    }
  }
}
