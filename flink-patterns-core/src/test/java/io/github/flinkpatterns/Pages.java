// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documentation of the repository, as its tests see it. */
final class Pages {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)\\s*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /**
   * A block of code.
   *
   * @param language what stands behind the fence, "" if nothing
   * @param line the line of the fence, from 1
   * @param before the line before the fence
   * @param lines what is in it
   */
  record Block(String language, int line, String before, List<String> lines) {}

  private Pages() {}

  /** Returns every page of the repository, by its path from the root. */
  static List<Path> all() {
    return files(".md").stream().map(ROOT::relativize).filter(file -> !hidden(file)).toList();
  }

  /** Returns every file whose name ends so, sorted, but for what git keeps and what was built. */
  static List<Path> files(String ending) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              String name = String.valueOf(folder.getFileName());
              return name.equals("target") || name.equals(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (file.toString().endsWith(ending)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE; // an editor's file, that has gone
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(found);
    return found;
  }

  static List<String> lines(Path page) throws IOException {
    return Files.readAllLines(ROOT.resolve(page));
  }

  static List<Block> blocks(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = lines(page);
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = i + 1;
        while (!FENCE.matcher(lines.get(end)).matches()) {
          end++;
        }
        String before = i == 0 ? "" : lines.get(i - 1).strip();
        blocks.add(new Block(fence.group(1), i + 1, before, lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  /** Returns the lines outside of blocks. */
  static List<String> prose(Path page) throws IOException {
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    for (String line : lines(page)) {
      if (FENCE.matcher(line).matches()) {
        inside = !inside;
      } else if (!inside) {
        prose.add(line);
      }
    }
    return prose;
  }

  /**
   * Returns the commands of a page, without comments: the lines of blocks of shell, and indented
   * lines that stand by themselves.
   */
  static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    for (Block block : blocks(page)) {
      if (block.language().equals("sh")) {
        commands.addAll(block.lines());
      }
    }
    boolean inList = false;
    List<String> prose = prose(page);
    for (int i = 1; i < prose.size(); i++) {
      boolean indented = prose.get(i).startsWith("    ");
      inList = indented && (prose.get(i - 1).isBlank() || inList);
      if (inList) {
        commands.add(prose.get(i));
      }
    }
    return commands.stream()
        .map(line -> line.replaceFirst("\\s+# .*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  static List<String> headings(Path page) throws IOException {
    return prose(page).stream().filter(line -> line.matches("#{1,6} .*")).toList();
  }

  /** Returns the anchors that headings get where Markdown is shown as pages. */
  static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String heading : headings(page)) {
      String text = heading.replaceFirst("#+ ", "").replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
      String anchor =
          text.strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** Returns the targets of links and pictures that lie in the repository. */
  static List<String> links(Path page) throws IOException {
    List<String> links = new ArrayList<>();
    Matcher link = LINK.matcher(String.join("\n", prose(page)));
    while (link.find()) {
      if (!link.group(1).contains("://") && !link.group(1).startsWith("mailto:")) {
        links.add(link.group(1));
      }
    }
    return links;
  }

  private static boolean hidden(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
