// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every command of the documentation stands in a table that tells what runs it, or why nothing
 * does.
 */
class CommandsTest {

  private static final Path TABLE = Path.of("docs/test-coverage.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (?:`(.+?)`|\\[[^]]*]\\((\\S+?)\\)) \\| (.+) \\|");

  /** Returns what runs a command, by the command or by the page of which it runs all. */
  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    boolean inside = false;
    for (String line : Pages.lines(TABLE)) {
      inside = line.startsWith("## ") ? line.contains("Commands") : inside;
      Matcher row = ROW.matcher(line);
      if (inside && row.matches()) {
        String page = row.group(2);
        rows.put(page == null ? row.group(1) : "docs/" + page, row.group(3));
      }
    }
    return rows;
  }

  @Test
  void eachIsRunOrSaidNotToBe() throws IOException {
    Map<String, String> rows = table();
    List<String> unknown = new ArrayList<>();
    List<String> unused = new ArrayList<>(rows.keySet());
    for (Path page : Pages.all()) {
      boolean whole = unused.remove(page.toString()) || rows.containsKey(page.toString());
      for (String command : Pages.commands(page)) {
        if (!whole && !rows.containsKey(command)) {
          unknown.add(page + ": " + command);
        }
        unused.remove(command);
      }
    }

    assertThat(unknown).as("commands without a row in %s", TABLE).isEmpty();
    assertThat(unused).as("rows of %s for which there is no command", TABLE).isEmpty();
    assertThat(rows.values())
        .allMatch(
            how ->
                how.startsWith("`.ci/") || how.startsWith("by hand") || how.startsWith("not run"));
  }

  @Test
  void theScriptsThatRunThemExist() throws IOException {
    for (String how : table().values()) {
      Matcher script = Pattern.compile("`(\\.ci/[a-z-]+)`").matcher(how);
      while (script.find()) {
        assertThat(Files.isExecutable(Pages.ROOT.resolve(script.group(1))))
            .as(script.group(1))
            .isTrue();
      }
    }
  }
}
