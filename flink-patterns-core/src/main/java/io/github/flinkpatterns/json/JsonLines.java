// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads and writes records as JSON, one object a line: events, profiles, recommendations, sessions
 * or records of your own.
 *
 * <pre>{@code
 * var profiles = JsonLines.of(Profile.type(Types.STRING), Profile.class, String.class);
 * DataStream<String> lines = profiles.write(stream, "profile-lines");
 * var read = profiles.read(lines, "profiles");
 * DataStream<Rejected> malformed = read.getSideOutput(profiles.rejected());
 * }</pre>
 *
 * <p>The fields are the components of the record, by name. A line that is no JSON, that lacks a
 * field, has one of another type or goes on after the object leaves by {@link #rejected} as it
 * came, with the reason, and is counted as {@code rejected}. Fields that the record does not have
 * are ignored, so that a producer can add some.
 *
 * <p><b>Example</b>: with {@code record Click(String user, long at)} the line <code>
 * {"user":"ann","at":"soon"}</code> is rejected with the reason "at: Cannot deserialize value of
 * type `long` ...".
 *
 * <p>No state. Immutable and serializable. It needs {@code jackson-databind} 2.15 or later on the
 * class path, which the library does not bring along.
 *
 * @param <T> the record
 */
public final class JsonLines<T> implements Serializable {

  private static final String NAME = "JsonLines";

  private final TypeInformation<T> type;
  private final Class<?> raw;
  private final Class<?>[] parameters;
  private final OutputTag<Rejected> rejected = new OutputTag<>("json-rejected", Rejected.TYPE);

  private JsonLines(TypeInformation<T> type, Class<?> raw, Class<?>[] parameters) {
    this.type = type;
    this.raw = raw;
    this.parameters = parameters;
  }

  /** Returns the reader and writer of {@code type}. */
  public static <T> JsonLines<T> of(Class<T> type) {
    return new JsonLines<>(
        TypeInformation.of(Require.given(type, NAME, "type")), type, new Class<?>[0]);
  }

  /**
   * Returns the reader and writer of a record with type parameters.
   *
   * @param type the type for Flink
   * @param raw the record's class
   * @param parameters what its type parameters stand for, in order
   */
  public static <T> JsonLines<T> of(
      TypeInformation<T> type, Class<? super T> raw, Class<?>... parameters) {
    return new JsonLines<>(
        Require.given(type, NAME, "type"), Require.given(raw, NAME, "raw"), parameters.clone());
  }

  /**
   * Reads {@code lines}; what cannot be read leaves by {@link #rejected}.
   *
   * @param uid names the step
   */
  public SingleOutputStreamOperator<T> read(DataStream<String> lines, String uid) {
    return lines.process(new Reading<>(this)).returns(type).uid(uid).name(uid);
  }

  /**
   * Writes {@code records}.
   *
   * @param uid names the step
   */
  public SingleOutputStreamOperator<String> write(DataStream<T> records, String uid) {
    return records.process(new Writing<>(this)).returns(Types.STRING).uid(uid).name(uid);
  }

  /** Returns the side output of lines that could not be read. */
  public OutputTag<Rejected> rejected() {
    return rejected;
  }

  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static String reason(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder();
      for (JsonMappingException.Reference reference : mapping.getPath()) {
        String field = reference.getFieldName();
        path.append(field == null ? "[" + reference.getIndex() + "]" : "." + field);
      }
      return path.substring(path.charAt(0) == '.' ? 1 : 0) + ": " + message;
    }
    return message;
  }

  /** Reads lines. */
  private static final class Reading<T> extends ProcessFunction<String, T> {
    private final JsonLines<T> lines;
    private transient ObjectMapper mapper;
    private transient JavaType javaType;
    private transient org.apache.flink.metrics.Counter rejections;

    @SuppressWarnings("NullAway.Init")
    Reading(JsonLines<T> lines) {
      this.lines = lines;
    }

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
      mapper = mapper();
      javaType = mapper.getTypeFactory().constructParametricType(lines.raw, lines.parameters);
      rejections = getRuntimeContext().getMetricGroup().addGroup(NAME).counter("rejected");
    }

    @Override
    public void processElement(String line, Context context, Collector<T> out) {
      try {
        T value = mapper.readValue(line, javaType);
        if (value == null) {
          reject(line, "no object", context);
        } else {
          out.collect(value);
        }
      } catch (JsonProcessingException e) {
        reject(line, reason(e), context);
      } catch (NumberFormatException e) { // a decimal with an exponent beyond int
        reject(line, String.valueOf(e.getMessage()), context);
      }
    }

    private void reject(String line, String reason, Context context) {
      rejections.inc();
      context.output(lines.rejected, new Rejected(line, reason));
    }
  }

  /** Writes lines. */
  private static final class Writing<T> extends ProcessFunction<T, String> {
    private final JsonLines<T> lines;
    private transient ObjectMapper mapper;

    @SuppressWarnings("NullAway.Init")
    Writing(JsonLines<T> lines) {
      this.lines = lines;
    }

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
      mapper = mapper();
    }

    @Override
    public void processElement(T value, Context context, Collector<String> out)
        throws JsonProcessingException {
      out.collect(mapper.writeValueAsString(value));
    }

    @Override
    public String toString() {
      return NAME + " of " + lines.raw.getSimpleName();
    }
  }
}
