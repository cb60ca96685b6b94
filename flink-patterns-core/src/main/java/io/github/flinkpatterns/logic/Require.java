// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a builder is given, and says what is wrong in one sentence: operator, parameter,
 * value, rule, remedy.
 */
public final class Require {

  private Require() {}

  /** Returns {@code value} unless it is null. */
  public static <T> T given(@Nullable T value, String operator, String parameter) {
    if (value == null) {
      throw wrong(operator, parameter, "null", "must be given", "pass a value");
    }
    return value;
  }

  /**
   * Returns {@code value} if the step {@code parameter} of a builder has set it; {@code why} says
   * what it is needed for.
   *
   * <p>Example: {@code PriceDrop: parameter 'price': was not set (it tells the price); call
   * price(...) before build()}.
   */
  public static <T> T set(@Nullable T value, String operator, String parameter, String why) {
    if (value == null) {
      String remedy = "call " + parameter + "(...) before build()";
      throw wrong(operator, parameter, "was not set", "(" + why + ")", remedy);
    }
    return value;
  }

  /** Returns {@code value} in milliseconds if it is at least one millisecond. */
  public static long positiveMillis(@Nullable Duration value, String operator, String parameter) {
    long millis = millis(value, operator, parameter);
    if (millis < 1) {
      throw wrong(operator, parameter, value, "must be at least 1 ms", "pass a longer Duration");
    }
    return millis;
  }

  /** Returns {@code value} in milliseconds if it is not negative. */
  public static long nonNegativeMillis(
      @Nullable Duration value, String operator, String parameter) {
    long millis = millis(value, operator, parameter);
    if (millis < 0) {
      throw wrong(operator, parameter, value, "must not be negative", "pass Duration.ZERO or more");
    }
    return millis;
  }

  /** Returns {@code value} if it is in {@code min..max}. */
  public static long inRange(long value, long min, long max, String operator, String parameter) {
    if (value < min || value > max) {
      boolean open = max == Integer.MAX_VALUE || max == Long.MAX_VALUE;
      String rule = "must be " + (open ? "at least " + min : "in " + min + ".." + max);
      throw wrong(operator, parameter, value, rule, "pass such a number");
    }
    return value;
  }

  /**
   * Returns {@code function} if Java can serialize it, as Flink will when the job is submitted.
   *
   * <p>A lambda fails if it captures something that is not serializable, most often the class
   * around it.
   */
  public static <T> T serializable(@Nullable T function, String operator, String parameter) {
    T checked = given(function, operator, parameter);
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(checked);
    } catch (IOException | RuntimeException e) {
      IllegalArgumentException wrong =
          wrong(
              operator,
              parameter,
              checked.getClass().getName(),
              "must be serializable, but " + e,
              "use a static method reference or copy what the lambda captures into local variables");
      wrong.initCause(e);
      throw wrong;
    }
    return checked;
  }

  /**
   * Returns {@code type} if Flink writes it, and everything in it, with a serializer of its own.
   *
   * <p>A class that Flink does not understand becomes a generic type, which Kryo writes: slow, and
   * on RocksDB silently wrong after an upgrade.
   */
  public static <T> TypeInformation<T> noKryo(
      @Nullable TypeInformation<T> type, String operator, String parameter) {
    TypeInformation<T> checked = given(type, operator, parameter);
    if (needsKryo(checked)) {
      throw wrong(
          operator,
          parameter,
          checked,
          "would be written by Kryo",
          "use a public POJO, a public record or a basic type, or pass a TypeInformation such as Types.MAP(...)");
    }
    return checked;
  }

  private static boolean needsKryo(TypeInformation<?> type) {
    if (type instanceof CompositeType<?> composite) {
      for (int i = 0; i < composite.getArity(); i++) {
        if (needsKryo(composite.getTypeAt(i))) {
          return true;
        }
      }
    }
    if (type instanceof ListTypeInfo<?> list) {
      return needsKryo(list.getElementTypeInfo());
    }
    if (type instanceof MapTypeInfo<?, ?> map) {
      return needsKryo(map.getKeyTypeInfo()) || needsKryo(map.getValueTypeInfo());
    }
    if (type instanceof ObjectArrayTypeInfo<?, ?> array) {
      return needsKryo(array.getComponentInfo());
    }
    return type instanceof GenericTypeInfo;
  }

  /** Returns the error to throw: {@code operator: parameter 'x': value rule; remedy}. */
  public static IllegalArgumentException wrong(
      String operator, String parameter, @Nullable Object value, String rule, String remedy) {
    return new IllegalArgumentException(
        operator + ": parameter '" + parameter + "': " + value + " " + rule + "; " + remedy);
  }

  private static long millis(@Nullable Duration value, String operator, String parameter) {
    try {
      return given(value, operator, parameter).toMillis();
    } catch (ArithmeticException e) {
      throw wrong(operator, parameter, value, "is beyond 292 million years", "pass a shorter one");
    }
  }
}
