// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import io.github.flinkpatterns.ops.PlannedOperator.PlannedState;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Learns which keyed states a function asks for: state descriptors are made in {@code open}, so a
 * job that has not been started does not hold them.
 */
final class StateProbe {

  private final List<PlannedState> states = new ArrayList<>();

  List<PlannedState> states() {
    return List.copyOf(states);
  }

  /** Opens a copy of the function; what it throws is its own affair, outside of a job. */
  void open(Object function) {
    if (function instanceof RichFunction && function instanceof Serializable serializable) {
      try {
        RichFunction copy = (RichFunction) InstantiationUtil.clone(serializable);
        copy.setRuntimeContext(stub(RuntimeContext.class));
        copy.open(DefaultOpenContext.INSTANCE);
        copy.close();
      } catch (Exception | LinkageError e) {
        return;
      }
    }
  }

  private <T> T stub(Class<T> type) {
    InvocationHandler handler = (proxy, method, arguments) -> answer(proxy, method, arguments);
    return type.cast(
        Proxy.newProxyInstance(StateProbe.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object answer(Object stub, Method method, Object @Nullable [] arguments) {
    if (arguments != null && arguments.length == 1) {
      if (arguments[0] instanceof StateDescriptor<?, ?> descriptor) {
        states.add(
            new PlannedState(
                descriptor.getName(), true, typeOf(descriptor), descriptor.getTtlConfig()));
      } else if (arguments[0] instanceof TypeInformation<?> type) {
        return type.createSerializer(new ExecutionConfig().getSerializerConfig());
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

  /** A descriptor has no getter for its type. */
  private static @Nullable TypeInformation<?> typeOf(StateDescriptor<?, ?> descriptor) {
    for (Class<?> c = descriptor.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals("typeInfo")) {
          return read(field, descriptor);
        }
      }
    }
    return null;
  }

  private static @Nullable TypeInformation<?> read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return (TypeInformation<?>) field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
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
}
