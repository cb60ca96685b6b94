// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import com.google.common.base.Splitter;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the lines of an input read. */
enum Format {
  /** {@code user::item::rating::seconds}. */
  MOVIETWEETINGS("::", 4, 4, 3),

  /** {@code SessionId, ItemId, Time} with tabs between them, below a header. */
  TSV("\t", 3, 3, 2),

  /** {@code user,item,seconds} or {@code user,item,seconds,rating}. */
  CSV(",", 3, 4, 2);

  private final String separator;
  final int leastFields;
  final int mostFields;
  final int time;

  Format(String separator, int leastFields, int mostFields, int time) {
    this.separator = separator;
    this.leastFields = leastFields;
    this.mostFields = mostFields;
    this.time = time;
  }

  List<String> split(String line) {
    return Splitter.on(separator).splitToList(line);
  }

  /** Reads the name of a format as it is written on the command line. */
  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return switch (text) {
        case "movietweetings" -> MOVIETWEETINGS;
        case "tsv" -> TSV;
        case "csv" -> CSV;
        default ->
            throw new TypeConversionException("'" + text + "' is none of movietweetings, tsv, csv");
      };
    }
  }
}
