// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one run: results, checkpoints, and scratch space that goes when the run ends.
 *
 * <p>A folder of checkpoints that the user names also keeps a note of the run. With it a run that
 * was stopped, even by a power cut, goes on when the same command is given again; and a folder of
 * another run is refused.
 *
 * @param output the folder of the results
 * @param checkpoints the folder of the checkpoints
 * @param note what the run is and where its checkpoints are, null if the user named no folder
 * @param restore the checkpoint to go on from, null for a fresh run
 * @param scratch the folder for Flink's temporary files
 * @param streams the folders under {@code output}
 */
record RunFolders(
    Path output,
    Path checkpoints,
    @Nullable Path note,
    @Nullable Path restore,
    Path scratch,
    List<String> streams)
    implements AutoCloseable {

  private static final String NOTE = "run.txt";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  static RunFolders open(String job, CommonOptions options, String decisive, List<String> streams)
      throws IOException {
    Path target = absolute(Path.of(System.getProperty("examples.home", ""), "target"));
    Path kept = options.checkpoints == null ? null : absolute(options.checkpoints);
    Path output = options.output == null ? null : absolute(options.output);
    String identity = identityOf(job, options, decisive);
    Path checkpoints = null;
    Path restore = null;
    String savepoint = null;
    Path note = kept == null ? null : kept.resolve(NOTE);
    if (kept != null && Files.exists(kept.resolve(NOTE))) {
      List<String> lines = Files.readAllLines(kept.resolve(NOTE));
      Options.require(
          (lines.size() == 3 || lines.size() == 4)
              && lines.get(0).equals(identity)
              && (output == null || lines.get(1).equals(output.toString())),
          "--checkpoint-dir",
          kept + " belongs to a run with other options; name another folder");
      output = Path.of(lines.get(1));
      checkpoints = kept.resolve(lines.get(2));
      savepoint = lines.size() == 4 ? lines.get(3) : null;
      restore = latest(checkpoints, savepoint);
    }
    output = output == null ? fresh(target, job) : output;
    for (String stream : streams) {
      Path folder = create("--output", output.resolve(stream));
      Options.require(
          restore != null || isEmpty(folder),
          "--output",
          folder + " is not empty; name another folder");
    }
    Path scratch = fresh(target, job + "-scratch");
    if (checkpoints == null) {
      checkpoints =
          kept == null
              ? scratch.resolve("checkpoints")
              : fresh(create("--checkpoint-dir", kept), job);
    }
    if (note != null) {
      String folder = String.valueOf(checkpoints.getFileName());
      write(note, List.of(identity, output.toString(), folder), savepoint);
    }
    return new RunFolders(output, checkpoints, note, restore, scratch, streams);
  }

  private static void write(Path note, List<String> lines, @Nullable String savepoint)
      throws IOException {
    Files.write(note, Stream.concat(lines.stream(), Stream.ofNullable(savepoint)).toList());
  }

  /**
   * Notes that the run was stopped at a savepoint, which lies behind its last checkpoint: to go on
   * from that would write the records between them twice.
   */
  void stopped(Path savepoint) throws IOException {
    if (note != null) {
      write(note, Files.readAllLines(note).subList(0, 3), savepoint.toString());
    }
  }

  private static Path create(String option, Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Options.BadOptionException(option + ": " + folder + " cannot be created: " + e);
    }
  }

  private static String identityOf(String job, CommonOptions options, String decisive) {
    return (job + " " + options.backend.key() + " " + decisive).replaceAll("\\R", " ");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Creates a folder that was not there. */
  static Path fresh(Path target, String prefix) throws IOException {
    Files.createDirectories(target);
    String name = prefix + "-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    for (int i = 1; ; i++) {
      try {
        return Files.createDirectory(target.resolve(i == 1 ? name : name + "-" + i));
      } catch (FileAlreadyExistsException e) {
        // Another run of the same second has it.
      }
    }
  }

  /** Nothing but what a run that never completed a checkpoint may have left. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(RunFolders::isUnfinished);
    }
  }

  private static boolean isUnfinished(Path file) {
    return String.valueOf(file.getFileName()).matches("\\.part-.*\\.inprogress\\..*");
  }

  /** The checkpoint or savepoint that was completed last, null if there is none. */
  static @Nullable Path latest(Path checkpoints, @Nullable String savepoint) throws IOException {
    TreeMap<FileTime, Path> complete = new TreeMap<>();
    FileVisitor<Path> visitor =
        new Walk() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            if (file.endsWith("_metadata")) {
              complete.put(about.lastModifiedTime(), file);
            }
            return FileVisitResult.CONTINUE;
          }
        };
    Files.walkFileTree(checkpoints, Set.of(), 3, visitor);
    if (savepoint != null) {
      Files.walkFileTree(Path.of(savepoint), Set.of(), 1, visitor);
    }
    return complete.isEmpty() ? null : complete.lastEntry().getValue().getParent();
  }

  /**
   * Removes what attempts that failed have left, and the checkpoints with their note, because there
   * is nothing to go on with.
   */
  void finish() throws IOException {
    if (note != null) {
      Files.deleteIfExists(note);
      remove(checkpoints);
    }
    for (String stream : streams) {
      try (Stream<Path> files = Files.list(output.resolve(stream))) {
        for (Path file : files.filter(RunFolders::isUnfinished).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Counts the records of a stream. */
  long records(String stream) throws IOException {
    long count = 0;
    try (Stream<Path> files = Files.list(output.resolve(stream))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          count += lines.count();
        }
      }
    }
    return count;
  }

  /** Removes the scratch folder, as far as Flink, which is just shutting down, has not yet. */
  @Override
  public void close() throws IOException {
    remove(scratch);
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new Walk() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            return delete(file);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return delete(folder);
          }

          private FileVisitResult delete(Path path) {
            try {
              Files.deleteIfExists(path);
            } catch (IOException e) {
              // Flink has put a file there, or is removing it too.
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Passes over what is not there, or is being removed by Flink meanwhile. */
  private static class Walk extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
