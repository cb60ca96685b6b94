// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a text file, plain or gzip. Gzip is told by the file's first two bytes, not by its name.
 *
 * @param name the file's path
 */
public record FileInput(String name) implements LineInput {

  private static final int BUFFER = 1 << 16;

  /**
   * Lists the files to read under a path: the file itself, or every file in the folder and below it
   * in the order of their names, without those whose name begins with a dot or an underscore.
   *
   * @param path a file or a folder
   * @return the inputs, empty if the folder holds no file
   * @throws IOException if the folder cannot be read
   */
  public static List<LineInput> under(Path path) throws IOException {
    List<LineInput> inputs = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      inputs.add(new FileInput(path.toString()));
      return inputs;
    }
    try (Stream<Path> files = Files.walk(path)) {
      files
          .filter(file -> Files.isRegularFile(file) && isVisible(path.relativize(file)))
          .sorted()
          .forEach(file -> inputs.add(new FileInput(file.toString())));
    }
    return inputs;
  }

  private static boolean isVisible(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public LineCursor open(long position) throws IOException {
    InputStream stream = decompressed();
    try {
      stream.skipNBytes(position);
      return new StreamCursor(stream, position);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private InputStream decompressed() throws IOException {
    InputStream file = Files.newInputStream(Path.of(name));
    try {
      BufferedInputStream probe = new BufferedInputStream(file, BUFFER);
      probe.mark(2);
      boolean gzip = probe.read() == 0x1f && probe.read() == 0x8b;
      probe.reset();
      return gzip ? new GZIPInputStream(probe, BUFFER) : probe;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
