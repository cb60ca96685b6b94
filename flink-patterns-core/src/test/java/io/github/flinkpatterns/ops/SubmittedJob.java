// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a jar that is uploaded runs: the healthy job once more. */
public final class SubmittedJob {

  private SubmittedJob() {}

  /** Builds and starts the job. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("fail")) {
      throw new IllegalStateException("SubmittedJob was told to fail");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    SickJobs.build(env, SickJobs.Illness.HEALTHY);
    env.executeAsync("submitted");
  }

  /** Packs this class alone; the others are on the cluster's class path. */
  static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SubmittedJob.class.getName());
    Path jar = Files.createTempFile(folder, "job", ".jar");
    String entry = SubmittedJob.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in = SubmittedJob.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }
}
