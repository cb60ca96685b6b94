// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What runs: a function or an operator, held as bytes so that every start works on a fresh copy, as
 * a task of a cluster does.
 */
public final class Blueprint {

  /** How the inputs reach the operator. */
  public enum Inputs {
    /** One input, not keyed. */
    ONE,
    /** One keyed input. */
    KEYED,
    /** Two keyed inputs. */
    KEYED_KEYED,
    /** A keyed first input, a second one that goes to every subtask. */
    KEYED_BROADCAST
  }

  private final String name;
  private final Inputs inputs;
  private final Class<?> type;
  private final byte[] bytes;
  private final List<MapStateDescriptor<?, ?>> broadcastStates;
  private final @Nullable KeySelector<Object, Object> firstKey;
  private final @Nullable KeySelector<Object, Object> secondKey;
  private final @Nullable TypeInformation<Object> keyType;

  private Blueprint(
      String name,
      Inputs inputs,
      Class<?> type,
      byte[] bytes,
      List<MapStateDescriptor<?, ?>> broadcastStates,
      @Nullable KeySelector<Object, Object> firstKey,
      @Nullable KeySelector<Object, Object> secondKey,
      @Nullable TypeInformation<Object> keyType) {
    this.name = name;
    this.inputs = inputs;
    this.type = type;
    this.bytes = bytes;
    this.broadcastStates = List.copyOf(broadcastStates);
    this.firstKey = firstKey;
    this.secondKey = secondKey;
    this.keyType = keyType;
  }

  /**
   * Takes a function or an operator that is not keyed yet.
   *
   * @param inputs how its inputs are wired
   * @param subject the function or operator; serialized here, so later changes to it have no effect
   * @param broadcastStates the broadcast states of a {@code KeyedBroadcastProcessFunction}
   * @throws IllegalArgumentException when the subject cannot be serialized
   */
  public static Blueprint of(
      Inputs inputs, Object subject, List<MapStateDescriptor<?, ?>> broadcastStates) {
    String name = nameOf(subject.getClass());
    byte[] bytes = serialize("function", name, subject);
    Blueprint plan =
        new Blueprint(name, inputs, subject.getClass(), bytes, broadcastStates, null, null, null);
    String lost = TransientFields.firstLost(subject, plan.newSubject());
    if (lost != null) {
      throw new IllegalArgumentException(
          "Scenario: parameter 'function': "
              + name
              + ", field '"
              + lost
              + "' is transient and set, so a task would run without it; make it serializable and"
              + " not transient, or create it in open()");
    }
    return plan;
  }

  /**
   * Adds the keys.
   *
   * @param newInputs the wiring, which for a two-input operator is decided by its keys
   * @param first the key of the first input
   * @param second the key of the second input, or null when there is none or it is broadcast
   * @param key the type of the key
   */
  @SuppressWarnings("unchecked")
  public Blueprint keyedBy(
      Inputs newInputs,
      KeySelector<?, ?> first,
      @Nullable KeySelector<?, ?> second,
      TypeInformation<?> key) {
    serialize("key selector", nameOf(first.getClass()), first);
    if (second != null) {
      serialize("key selector", nameOf(second.getClass()), second);
    }
    return new Blueprint(
        name,
        newInputs,
        type,
        bytes,
        broadcastStates,
        (KeySelector<Object, Object>) first,
        (KeySelector<Object, Object>) second,
        (TypeInformation<Object>) key);
  }

  /** Tells whether both run on the same wiring, so that one may restore what the other wrote. */
  public boolean isWiredLike(Blueprint other) {
    return inputs == other.inputs;
  }

  /** Gives the other subject this one's wiring and keys. */
  public Blueprint withSubjectOf(Blueprint other) {
    return new Blueprint(
        other.name,
        inputs,
        other.type,
        other.bytes,
        other.broadcastStates.isEmpty() ? broadcastStates : other.broadcastStates,
        firstKey,
        secondKey,
        keyType);
  }

  /** Returns the simple name of the function or operator. */
  public String name() {
    return name;
  }

  /** Returns how the inputs are wired. */
  public Inputs inputs() {
    return inputs;
  }

  /** Returns a fresh copy of the function or operator, as a task would receive it. */
  public Object newSubject() {
    try {
      return InstantiationUtil.deserializeObject(bytes, type.getClassLoader());
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(
          "Scenario: parameter 'function': "
              + name
              + ", was serialized but cannot be read back; give every captured object a"
              + " readable serialized form",
          e);
    }
  }

  /** Returns the key of a value of an input (0 or 1), or null when that input has no key. */
  @Nullable Object keyOf(int input, Object value) {
    KeySelector<Object, Object> selector = input == 0 ? firstKey : secondKey;
    if (selector == null) {
      return null;
    }
    try {
      return selector.getKey(value);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "Scenario: the key selector failed on " + value + ": " + e, e);
    }
  }

  List<MapStateDescriptor<?, ?>> broadcastStates() {
    return broadcastStates;
  }

  @Nullable KeySelector<Object, Object> firstKey() {
    return firstKey;
  }

  @Nullable KeySelector<Object, Object> secondKey() {
    return secondKey;
  }

  @Nullable TypeInformation<Object> keyType() {
    return keyType;
  }

  /** Builds the operator of one attempt of one subtask. */
  @SuppressWarnings("unchecked")
  AbstractStreamOperator<Object> newOperator() {
    Object subject = newSubject();
    if (subject instanceof KeyedProcessFunction<?, ?, ?> f) {
      return new KeyedProcessOperator<>((KeyedProcessFunction<Object, Object, Object>) f);
    }
    if (subject instanceof ProcessFunction<?, ?> f) {
      return new ProcessOperator<>((ProcessFunction<Object, Object>) f);
    }
    if (subject instanceof KeyedCoProcessFunction<?, ?, ?, ?> f) {
      return new KeyedCoProcessOperator<>(
          (KeyedCoProcessFunction<Object, Object, Object, Object>) f);
    }
    if (subject instanceof KeyedBroadcastProcessFunction<?, ?, ?, ?> f) {
      return new CoBroadcastWithKeyedOperator<>(
          (KeyedBroadcastProcessFunction<Object, Object, Object, Object>) f, broadcastStates);
    }
    if (subject instanceof AbstractStreamOperator<?> operator) {
      return (AbstractStreamOperator<Object>) operator;
    }
    throw new IllegalArgumentException(
        "Scenario: parameter 'operator': "
            + name
            + ", does not extend AbstractStreamOperator; the kit runs functions and operators that"
            + " do");
  }

  private static byte[] serialize(String parameter, String name, Object subject) {
    if (!(subject instanceof Serializable)) {
      throw new IllegalArgumentException(
          "Scenario: parameter '" + parameter + "': " + name + ", is not Serializable");
    }
    try {
      return InstantiationUtil.serializeObject(subject);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Scenario: parameter '"
              + parameter
              + "': "
              + name
              + ", cannot be serialized ("
              + e.getMessage()
              + "); create what is not serializable in open(), not in the constructor",
          e);
    }
  }

  private static String nameOf(Class<?> type) {
    if (!type.getSimpleName().isEmpty()) {
      return type.getSimpleName();
    }
    String full = type.getName();
    return full.substring(full.lastIndexOf('.') + 1);
  }
}
