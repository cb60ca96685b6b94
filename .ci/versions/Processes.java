// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs, with what they print in a file. */
final class Processes {

  /** In place of an exit code, none of which is negative. */
  static final int TIMED_OUT = -1;

  private Processes() {}

  static int run(Path folder, Path log, int minutes, List<String> command) throws Exception {
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return TIMED_OUT;
    }
    return process.exitValue();
  }
}
