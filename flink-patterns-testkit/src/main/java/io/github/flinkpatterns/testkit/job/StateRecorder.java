// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Learns the states of a function: opens a copy of it with a context that only writes down what is
 * asked of it.
 *
 * <p>State descriptors are made in {@code open}, so a job graph does not hold them.
 */
final class StateRecorder {
  private final Map<String, Operator.State> states = new LinkedHashMap<>();

  List<Operator.State> states() {
    return new ArrayList<>(states.values());
  }

  /** Returns an empty string, or why the states are not known in full. */
  String open(Object function) {
    if (!(function instanceof Serializable serializable)) {
      return "";
    }
    Object copy;
    try {
      copy = InstantiationUtil.clone(serializable);
      if (copy instanceof RichFunction rich) {
        rich.setRuntimeContext(stub(RuntimeContext.class));
      }
      if (copy instanceof CheckpointedFunction checkpointed) {
        checkpointed.initializeState(stub(FunctionInitializationContext.class));
      }
      if (copy instanceof RichFunction rich) {
        rich.open(DefaultOpenContext.INSTANCE);
      }
    } catch (Exception | LinkageError e) {
      return "states may be missing, open() failed outside of a job: " + e;
    }
    try {
      if (copy instanceof RichFunction rich) {
        rich.close();
      }
    } catch (Exception e) {
      // Its states are known by now, which is all that was wanted.
      return "";
    }
    return "";
  }

  /** Takes the descriptors that an operator or function keeps in its fields. */
  void recordFields(Object owner) {
    for (Class<?> c = owner.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        boolean candidate =
            StateDescriptor.class.isAssignableFrom(field.getType())
                || Collection.class.isAssignableFrom(field.getType());
        if (candidate && !Modifier.isStatic(field.getModifiers())) {
          record(read(field, owner));
        }
      }
    }
  }

  private void record(@Nullable Object value) {
    if (value instanceof Collection<?> several) {
      several.forEach(one -> recordIfDescriptor("broadcast", one));
    } else {
      recordIfDescriptor("", value);
    }
  }

  private void recordIfDescriptor(String prefix, @Nullable Object value) {
    if (value instanceof StateDescriptor<?, ?> descriptor) {
      put((prefix + " " + kind(descriptor)).strip(), descriptor);
    }
  }

  private void put(String kind, StateDescriptor<?, ?> descriptor) {
    TypeInformation<?> type = (TypeInformation<?>) field(descriptor, "typeInfo");
    String text;
    if (type != null) {
      text = type.toString();
    } else {
      descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
      text = descriptor.getSerializer().getClass().getSimpleName();
    }
    states.put(descriptor.getName(), new Operator.State(kind, descriptor.getName(), text, type));
  }

  private static String kind(StateDescriptor<?, ?> descriptor) {
    return descriptor.getType().name().toLowerCase(Locale.ROOT);
  }

  private <T> T stub(Class<T> type) {
    InvocationHandler handler = (proxy, method, arguments) -> answer(proxy, method, arguments);
    return type.cast(
        Proxy.newProxyInstance(
            StateRecorder.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object answer(Object stub, Method method, Object @Nullable [] arguments) {
    if (arguments != null && arguments.length == 1) {
      if (arguments[0] instanceof StateDescriptor<?, ?> descriptor) {
        put(kindOf(method.getName(), descriptor), descriptor);
      } else if (arguments[0] instanceof TypeInformation<?> type) {
        return type.createSerializer(new ExecutionConfig().getSerializerConfig());
      } else if (method.getName().matches("get.*State")) {
        recordNewApi(arguments[0]);
      }
    }
    if (stub instanceof ListState && method.getName().equals("get")) {
      return List.of();
    }
    Class<?> type = method.getReturnType();
    if (type == ClassLoader.class) {
      return Thread.currentThread().getContextClassLoader();
    }
    if (type.getName().endsWith("OperatorMetricGroup")) {
      return UnregisteredMetricsGroup.createOperatorMetricGroup();
    }
    return neutral(type);
  }

  private static String kindOf(String method, StateDescriptor<?, ?> descriptor) {
    return switch (method) {
      case "getUnionListState" -> "union list";
      case "getBroadcastState" -> "broadcast map";
      default -> kind(descriptor);
    };
  }

  /**
   * The descriptors of asynchronous state, which Flink 1.20 lacks, so no type of theirs may stand
   * here.
   */
  private void recordNewApi(Object descriptor) {
    String kind = descriptor.getClass().getSimpleName().replace("StateDescriptor", "");
    Set<String> getters = Set.of("getStateId", "getName");
    for (Method method : descriptor.getClass().getMethods()) {
      if (getters.contains(method.getName()) && method.getParameterCount() == 0) {
        String name = String.valueOf(call(method, descriptor));
        states.put(
            name,
            new Operator.State(
                "async " + kind.toLowerCase(Locale.ROOT), name, "as its descriptor says", null));
      }
    }
  }

  private static @Nullable Object call(Method getter, Object target) {
    try {
      return getter.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("UidManifest: " + getter + " cannot be called", e);
    }
  }

  /** Nothing, zero, empty, or a stub that answers so. */
  private @Nullable Object neutral(Class<?> type) {
    if (type == boolean.class) {
      return false;
    } else if (type == int.class) {
      return 1;
    } else if (type == long.class) {
      return 1L;
    } else if (type == String.class) {
      return "";
    } else if (type == OptionalLong.class) {
      return OptionalLong.empty();
    } else if (type == Optional.class) {
      return Optional.empty();
    } else if (type == Map.class) {
      return Map.of();
    } else if (type.isInterface() && type.isAssignableFrom(List.class)) {
      return List.of();
    } else if (type.isInterface()) {
      return stub(type);
    }
    return null;
  }

  /** The value of a field without getter, null where a version of Flink has no such field. */
  static @Nullable Object field(Object owner, String name) {
    for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return read(field, owner);
        }
      }
    }
    return null;
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
