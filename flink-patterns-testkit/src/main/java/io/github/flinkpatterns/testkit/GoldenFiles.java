// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Golden files of one layout, one per version of Flink that wrote it. */
final class GoldenFiles {

  private static final Pattern VERSIONED =
      Pattern.compile("(.*)\\.flink-(\\d+)\\.(\\d+)(\\.[^.]*)?");

  private GoldenFiles() {}

  /** Returns {@code a/clicks-v1.flink-1.20.snap} for {@code a/clicks-v1.snap} and "1.20". */
  static Path of(String flink, Path file) {
    String name = nameOf(file);
    int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + ".flink-" + flink + name.substring(dot));
  }

  /**
   * Returns the file, where it exists, and those that {@code flink} or an earlier version wrote.
   */
  static List<Path> readableOn(String flink, Path file) {
    List<Path> found = new ArrayList<>();
    if (Files.exists(file)) {
      found.add(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> siblings = Files.list(folder)) {
      siblings.sorted().filter(sibling -> isReadable(flink, file, sibling)).forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static boolean isReadable(String flink, Path file, Path sibling) {
    Matcher name = VERSIONED.matcher(nameOf(sibling));
    if (!name.matches()) {
      return false;
    }
    String writer = name.group(2) + "." + name.group(3);
    return nameOf(sibling).equals(nameOf(of(writer, file))) && number(writer) <= number(flink);
  }

  private static long number(String version) {
    String[] parts = version.split("\\.", -1);
    return Long.parseLong(parts[0]) * 1_000_000 + Long.parseLong(parts[1]);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
