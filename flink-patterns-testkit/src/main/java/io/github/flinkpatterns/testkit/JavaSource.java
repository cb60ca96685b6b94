// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.java.tuple.Tuple;
import org.jspecify.annotations.Nullable;

/** Writes steps as Java that can be pasted into a test. */
final class JavaSource {

  private JavaSource() {}

  static String steps(List<? extends Step.Move> moves) {
    return moves.stream().map(m -> "    " + step(m)).collect(Collectors.joining("\n"));
  }

  private static String step(Step.Move move) {
    if (move instanceof Step.Element e) {
      String name = e.input() == 0 ? "event" : "secondEvent";
      return e.timestamp() == null
          ? "." + name + "WithoutTime(" + value(e.value()) + ")"
          : "." + name + "(" + value(e.value()) + ", " + number(e.timestamp()) + ")";
    }
    if (move instanceof Step.WatermarkAt w) {
      return ".watermark(" + number(w.timestamp()) + ")";
    }
    if (move instanceof Step.Clock c) {
      return ".processingTime(" + number(c.timestamp()) + ")";
    }
    return ".endOfInput()";
  }

  private static String number(long value) {
    return value == Long.MAX_VALUE ? "Long.MAX_VALUE" : value + "L";
  }

  static String value(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String || value instanceof Character) {
      String quote = value instanceof String ? "\"" : "'";
      String text = String.valueOf(value);
      text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
      return quote + text.replace("\t", "\\t").replace(quote, "\\" + quote) + quote;
    }
    if (value instanceof Long l) {
      return number(l);
    }
    if (value instanceof Float f) {
      return f + "f";
    }
    if (value instanceof Integer || value instanceof Double || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Enum<?> e) {
      return nameOf(e.getDeclaringClass()) + "." + e.name();
    }
    if (value instanceof BigDecimal) {
      return "new BigDecimal(\"" + value + "\")";
    }
    if (value instanceof Instant || value instanceof Duration) {
      return nameOf(value.getClass()) + ".parse(\"" + value + "\")";
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(JavaSource::value)
          .collect(Collectors.joining(", ", "List.of(", ")"));
    }
    if (value instanceof Tuple tuple) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < tuple.getArity(); i++) {
        fields.add(value(tuple.getField(i)));
      }
      return nameOf(value.getClass()) + ".of(" + String.join(", ", fields) + ")";
    }
    if (value instanceof Record record) {
      return ofRecord(record);
    }
    return "/* " + Values.text(value) + " */";
  }

  private static String ofRecord(Record value) {
    List<String> arguments = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        arguments.add(value(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException e) {
        return "/* " + Values.text(value) + " */";
      }
    }
    return "new " + nameOf(value.getClass()) + "(" + String.join(", ", arguments) + ")";
  }

  private static String nameOf(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length());
    return (name.startsWith(".") ? name.substring(1) : name).replace('$', '.');
  }
}
