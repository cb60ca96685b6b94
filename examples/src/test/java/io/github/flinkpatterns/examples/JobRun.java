// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.frame.JobCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A run of the command line inside the test.
 *
 * @param exit the exit code
 * @param out what it printed
 * @param err what it printed as an error
 */
public record JobRun(int exit, String out, String err) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns all jobs by their names. */
  public static Map<String, JobCommand<?>> jobs() {
    Map<String, JobCommand<?>> jobs = new TreeMap<>();
    Main.commandLine()
        .getSubcommands()
        .forEach((name, command) -> jobs.put(name, command.getCommand()));
    return jobs;
  }

  /** Returns the command line of {@code examples/run}. */
  public static CommandLine commandLine() {
    return Main.commandLine();
  }

  /** Runs {@code examples/run} with these arguments. */
  public static JobRun of(Object... arguments) {
    return of(Main.commandLine(), arguments);
  }

  /** Runs another command line, as {@code examples/run} would. */
  public static JobRun of(CommandLine command, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        command
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new JobRun(exit, out.toString(), err.toString());
  }

  /** Runs a job that must succeed, and returns the folder of its output. */
  public static Path into(Path output, String job, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(job, "--output", output));
    arguments.addAll(List.of(more));
    JobRun run = of(arguments.toArray());
    if (run.exit() != 0 || !run.err().isEmpty()) {
      throw new AssertionError(job + " gave " + run.exit() + ": " + run.err());
    }
    return output;
  }

  /** Returns some fields of each record of a stream, sorted. */
  public static List<String> fields(Path output, String stream, String... names)
      throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode record : records(output, stream)) {
      rows.add(String.join(" ", Stream.of(names).map(name -> record.path(name).asText()).toList()));
    }
    Collections.sort(rows);
    return rows;
  }

  /** Returns the records of a stream as sorted lines. */
  public static List<String> lines(Path output, String stream) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve(stream))) {
      for (Path file : files.toList()) {
        if (!file.toString().endsWith(".jsonl")) {
          throw new AssertionError("not a final file: " + file);
        }
        lines.addAll(Files.readAllLines(file));
      }
    }
    Collections.sort(lines);
    return lines;
  }

  /** Returns the records of a stream. */
  public static List<JsonNode> records(Path output, String stream) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(output, stream)) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  /** Returns the records of every stream as sorted lines. */
  public static Map<String, List<String>> everything(Path output) throws IOException {
    Map<String, List<String>> streams = new TreeMap<>();
    try (Stream<Path> folders = Files.list(output)) {
      for (Path folder : folders.toList()) {
        String stream = folder.getFileName().toString();
        streams.put(stream, lines(output, stream));
      }
    }
    return streams;
  }
}
