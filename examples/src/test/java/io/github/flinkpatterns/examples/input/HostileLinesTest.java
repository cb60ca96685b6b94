// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines written to do harm: whatever stands in a line of up to a mebibyte, a parser returns an
 * event or refuses the line with a reason, in bounded time and without an exception of another
 * kind, which would end the job.
 */
class HostileLinesTest {

  private static final String EXAMPLES = "io.github.flinkpatterns.examples.";
  private static final int MEBIBYTE = 1 << 20;

  /** A parser, and a line that it accepts. */
  record Subject(String parser, String sample, List<Object> arguments) {
    Subject(String parser, String sample, Object... arguments) {
      this(parser, sample, Arrays.asList(arguments));
    }

    LineParser<?> make() throws ReflectiveOperationException {
      // The parsers are no one's business but their jobs'.
      for (Constructor<?> constructor :
          Class.forName(EXAMPLES + parser).getDeclaredConstructors()) {
        if (constructor.getParameterCount() == arguments.size()) {
          constructor.setAccessible(true);
          return (LineParser<?>) constructor.newInstance(arguments.toArray());
        }
      }
      throw new NoSuchMethodException(parser);
    }

    @Override
    public String toString() {
      return parser + arguments.stream().map(a -> " " + a).collect(Collectors.joining());
    }
  }

  static Stream<Subject> subjects() throws ReflectiveOperationException {
    List<Subject> subjects =
        new ArrayList<>(
            List.of(
                new Subject(
                    "authlog.AuthLineParser",
                    "Dec 10 06:55:48 host sshd[24200]: Failed password for invalid user x from"
                        + " 10.0.0.1 port 38926 ssh2",
                    LocalDate.of(2026, 1, 1),
                    ZoneOffset.UTC),
                new Subject(
                    "authlog.AuthLineParser",
                    "{\"userId\":\"ann\",\"source\":\"s\",\"type\":\"login\",\"timestampMillis\":17}",
                    LocalDate.of(2026, 1, 1),
                    ZoneOffset.UTC),
                new Subject(
                    "fraud.TransactionParser",
                    "t1,1000,c1,s1,12.50",
                    List.of(
                        "transactionId", "timestampMillis", "customerId", "terminalId", "amount"),
                    List.of(),
                    "label"),
                new Subject(
                    "fraud.TransactionParser",
                    "{\"transactionId\":\"t\",\"timestampMillis\":1,\"customerId\":\"c\",\"terminalId\":\"s\",\"amount\":1.5}",
                    List.of(),
                    List.of("country"),
                    "label"),
                new Subject("sensors.ReadingParser", "series,2014-07-01 00:00:00,10844"),
                new Subject(
                    "storefront.StoreEventParser",
                    "{\"eventId\":\"e\",\"userId\":\"u\",\"itemId\":\"i\",\"category\":\"c\",\"type\":\"purchase\",\"amount\":9.99,\"timestampMillis\":1000}"),
                new Subject(
                    "weblog.LogLineParser",
                    "host - - [01/Aug/1995:02:00:00 -0400] \"GET / HTTP/1.0\" 200 1713"),
                new Subject(
                    "wordcount.TextLineParser", "{\"text\":\"a b\",\"timestampMillis\":1000}")));
    for (Object format : Class.forName(EXAMPLES + "recommend.Format").getEnumConstants()) {
      String separator =
          switch (format.toString()) {
            case "TSV" -> "\t";
            case "CSV" -> ",";
            default -> "::";
          };
      List<String> fields =
          separator.equals("::") ? List.of("u", "i", "8", "1000") : List.of("u", "i", "1000");
      subjects.add(
          new Subject("recommend.InteractionParser", String.join(separator, fields), format));
    }
    return subjects.stream();
  }

  @Test
  void everyParserOfTheExamplesIsPutToTheTest() throws Exception {
    Set<String> found = new TreeSet<>();
    Path classes =
        Path.of(LineParser.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Parser.class")).toList()) {
        String name =
            classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        Class<?> type = Class.forName(name, false, LineParser.class.getClassLoader());
        if (LineParser.class.isAssignableFrom(type) && !type.isInterface()) {
          found.add(name.substring(EXAMPLES.length()));
        }
      }
    }
    assertThat(found)
        .hasSizeGreaterThan(6)
        .isEqualTo(subjects().map(Subject::parser).collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anyLineIsAnEventOrIsRefused(Subject subject) throws Exception {
    LineParser<?> parser = subject.make();
    assertThat(parser.parse(subject.sample())).as("the sample").isNotNull();

    for (String line : hostile(subject.sample())) {
      try {
        assertThat(parser.parse(line)).isNotNull();
      } catch (UnreadableLineException e) {
        RejectedLine rejected = RejectedLine.of("source", 1, String.valueOf(e.getMessage()), line);
        assertThat(rejected.reason()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
        assertThat(rejected.text()).hasSizeLessThanOrEqualTo(1_000);
      }
    }
  }

  private static List<String> hostile(String sample) {
    List<String> lines = new ArrayList<>(List.of("", " ", "\0", "\ud800", "{", "{}", "null", "[]"));
    for (String part :
        List.of(
            " ",
            "a",
            "9",
            "{\"a\":",
            "[",
            "\"",
            "\\",
            ",",
            "::",
            "\t",
            "\0",
            "\ud800",
            "-",
            "1e",
            " from ",
            " from x port 1",
            " : COMMAND=",
            "\" 200 1",
            "message repeated 9 times: [ ",
            "<9>",
            ": ")) {
      lines.add(part.repeat(MEBIBYTE / part.length()));
      lines.add(sample + part.repeat(MEBIBYTE / part.length()));
      int middle = sample.length() / 2;
      lines.add(
          sample.substring(0, middle)
              + part.repeat(MEBIBYTE / part.length())
              + sample.substring(middle));
    }
    for (String number :
        List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "1e1000000000",
            "1e-1000000000",
            "1e99999999999",
            "-1",
            "0x7f",
            "9223372036854775808",
            "9".repeat(100_000),
            "0." + "1".repeat(100_000),
            "1".repeat(39))) {
      lines.add(sample.replaceFirst("\\d[\\d.]*(?=\\D*$)", number));
      lines.add(sample.replaceAll("\\d+", number.length() > 100 ? "9".repeat(50) : number));
    }
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      lines.add(mutated(sample, random));
    }
    return lines;
  }

  /** Cuts, doubles and overwrites bytes of the sample; what is no UTF-8 comes as it is decoded. */
  private static String mutated(String sample, Random random) {
    byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, bytes.length, length);
          bytes = longer;
        }
      }
    }
    return RawLine.of(bytes, 0, bytes.length).text();
  }

  @Test
  void bytesThatAreNoUtf8AndLinesWithoutEndAreReadInBoundedMemory() throws IOException {
    byte[] endless = new byte[64 * MEBIBYTE];
    Arrays.fill(endless, (byte) 0xFF);
    try (var cursor = new StreamCursor(new java.io.ByteArrayInputStream(endless), 0)) {
      RawLine line = cursor.next();
      assertThat(line).isNotNull();
      assertThat(line.problem()).isEqualTo("the line is longer than " + MEBIBYTE + " bytes");
      assertThat(line.text()).hasSizeLessThanOrEqualTo(MEBIBYTE);
      assertThat(cursor.next()).isNull();
    }
  }
}
