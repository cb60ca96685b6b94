// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.Pages.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of Java or XML in the documentation stands, line for line, in a file that is built;
 * every link leads somewhere; every command exists.
 *
 * <p>A block names its source in the line before it: {@code <!-- snippet: path#region -->}; the
 * region lies between {@code // docs: begin region} and {@code // docs: end region}, or the same in
 * comments of XML.
 */
class DocsTest {

  /** Held to their code by TestingGuideTest and TestingJobsPageTest of the testkit. */
  private static final Set<Path> ELSEWHERE =
      Set.of(Path.of("docs/testing.md"), Path.of("docs/testing-jobs.md"));

  private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");

  /** What a reader needs besides the scripts of the repository. */
  private static final Set<String> COMMANDS =
      Set.of(
          "mvn",
          "java",
          "jar",
          "cp",
          "cd",
          "sed",
          "git",
          "./run",
          "docker",
          "kubectl",
          "osv-scanner");

  /** Scripts of a Flink distribution. */
  private static final Set<String> FLINK = Set.of("bin/flink", "bin/start-cluster.sh");

  static List<Path> pages() {
    return Pages.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void codeIsThatOfAFileThatIsBuilt(Path page) throws IOException {
    for (Block block : Pages.blocks(page)) {
      boolean code = block.language().equals("java") || SNIPPET.matcher(block.before()).matches();
      if (!code || ELSEWHERE.contains(page)) {
        continue;
      }
      String where = page + ":" + block.line();
      Matcher snippet = SNIPPET.matcher(block.before());
      assertThat(snippet.matches()).as("%s has no snippet comment before it", where).isTrue();
      assertThat(unindented(block.lines()))
          .as(where)
          .isEqualTo(region(snippet.group(1), snippet.group(2)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    Path folder = page.getParent() == null ? Path.of("") : page.getParent();
    List<String> broken = new ArrayList<>();
    for (String link : Pages.links(page)) {
      int hash = link.indexOf('#');
      String file = hash < 0 ? link : link.substring(0, hash);
      Path target = file.isEmpty() ? page : folder.resolve(file).normalize();
      if (!Files.exists(Pages.ROOT.resolve(target))) {
        broken.add(link);
      } else if (hash >= 0 && !Pages.anchors(target).contains(link.substring(hash + 1))) {
        broken.add(link + " (no such heading)");
      }
    }
    assertThat(broken).as("links of %s", page).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void commandsAreKnown(Path page) throws IOException {
    for (String line : Pages.commands(page)) {
      String command = line.replaceFirst("^([A-Z_]+=\\S+ )+", "").replaceFirst(" .*", "");
      assertThat(known(command)).as("%s: '%s' is a known command", page, line).isTrue();
    }
  }

  private static boolean known(String command) {
    return command.isEmpty()
        || COMMANDS.contains(command)
        || FLINK.contains(command)
        || Files.isExecutable(Pages.ROOT.resolve(command));
  }

  private static String region(String file, String name) throws IOException {
    List<String> source = Files.readAllLines(Pages.ROOT.resolve(file));
    int begin = -1;
    for (int i = 0; i < source.size(); i++) {
      String line = source.get(i).strip();
      if (line.equals("// docs: begin " + name)
          || line.equals("<!-- docs: begin " + name + " -->")) {
        begin = i + 1;
      } else if (line.equals("// docs: end " + name)
          || line.equals("<!-- docs: end " + name + " -->")) {
        return unindented(source.subList(begin, i));
      }
    }
    throw new AssertionError(file + " has no region " + name);
  }

  private static String unindented(List<String> lines) {
    return String.join("\n", lines).stripTrailing().stripIndent().strip();
  }
}
