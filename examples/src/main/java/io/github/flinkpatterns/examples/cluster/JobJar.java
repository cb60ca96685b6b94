// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import io.github.flinkpatterns.examples.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jar that goes to the cluster with each job: the classes of the examples and nothing else. The
 * library and everything else it uses lie on the cluster's class path, as in Flink's {@code lib}
 * folder.
 */
final class JobJar {

  private JobJar() {}

  /** Returns where the classes of the examples come from, a folder or a jar. */
  static Path classes() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Packs a folder of classes; a jar stays as it is. */
  static Path of(Path classes, Path jar) throws IOException {
    if (!Files.isDirectory(classes)) {
      return classes;
    }
    Path parent = jar.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(Files.createDirectories(parent), "job", ".jar");
    try (Stream<Path> found = Files.walk(classes);
        OutputStream file = Files.newOutputStream(fresh);
        JarOutputStream out = new JarOutputStream(file)) {
      List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
      for (Path one : files) {
        out.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, out);
      }
    }
    // Two that submit at once must not see half of it.
    return Files.move(
        fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
