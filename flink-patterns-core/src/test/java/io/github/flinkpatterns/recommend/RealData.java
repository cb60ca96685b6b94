// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the public data sets; a test that asks for one that is absent is skipped by name. */
final class RealData {

  private RealData() {}

  /** Clicks of the Serenade example, split by time as published, in order of time. */
  static List<Take> serenade(String... parts) {
    List<Take> takes = new ArrayList<>();
    for (String part : parts) {
      takes.addAll(
          read(
              "serenade/" + part + ".tsv.gz",
              line -> {
                List<String> f = Splitter.on('\t').splitToList(line);
                return f.get(0).equals("SessionId")
                    ? null
                    : Take.of(f.get(0), f.get(1), (long) (Double.parseDouble(f.get(2)) * 1000));
              }));
    }
    takes.sort(Comparator.comparingLong(Take::millis));
    return takes;
  }

  /** Ratings of MovieTweetings 100K, in order of time. */
  static List<Take> movieTweetings() {
    List<Take> takes =
        read(
            "movietweetings/ratings100k.dat.gz",
            line -> {
              List<String> f = Splitter.on("::").splitToList(line);
              return Take.of(f.get(0), f.get(1), Long.parseLong(f.get(3)) * 1000);
            });
    takes.sort(Comparator.comparingLong(Take::millis));
    return takes;
  }

  private static List<Take> read(String file, Function<String, @Nullable Take> parse) {
    String folder = System.getenv("FLINK_PATTERNS_DATA");
    Path path =
        folder == null ? Path.of("..", "..", "shared", "data", file) : Path.of(folder, file);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is absent");
    List<Take> takes = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Take take = parse.apply(line);
        if (take != null) {
          takes.add(take);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return takes;
  }
}
