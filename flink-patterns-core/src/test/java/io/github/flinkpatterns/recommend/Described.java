// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/** A logic whose messages are shown as the bytes that they are written as, to compare them. */
record Described<K, IN, S, OUT>(KeyedLogic<K, IN, S, OUT> logic)
    implements KeyedLogic<K, IN, S, String> {

  @Override
  public String name() {
    return logic.name();
  }

  @Override
  public S create() {
    return logic.create();
  }

  @Override
  public void onEvent(IN event, long timestamp, S state, LogicContext<K, String> context)
      throws Exception {
    logic.onEvent(event, timestamp, state, new Describing(context));
  }

  @Override
  public void onDue(long due, S state, LogicContext<K, String> context) throws Exception {
    logic.onDue(due, state, new Describing(context));
  }

  @Override
  public long nextDue(S state) {
    return logic.nextDue(state);
  }

  @Override
  public boolean isEmpty(S state) {
    return logic.isEmpty(state);
  }

  @Override
  public int sizeInBytes(S state) {
    return logic.sizeInBytes(state);
  }

  @Override
  public TypeSerializer<S> stateSerializer(SerializerFactory serializers) {
    return logic.stateSerializer(serializers);
  }

  @Override
  public TypeInformation<String> outputType() {
    return Types.STRING;
  }

  final class Describing implements LogicContext<K, OUT> {
    private final LogicContext<K, String> context;

    Describing(LogicContext<K, String> context) {
      this.context = context;
    }

    @Override
    public K key() {
      return context.key();
    }

    @Override
    public void emit(OUT value) {
      try {
        byte[] bytes = LocalPipeline.write(LocalPipeline.create(logic.outputType()), value);
        context.emit(HexFormat.of().formatHex(bytes));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public <X> void emit(OutputTag<X> output, X value) {
      context.emit(output, value);
    }

    @Override
    public long watermark() {
      return context.watermark();
    }

    @Override
    public long processingTime() {
      return context.processingTime();
    }

    @Override
    public void count(String name) {
      context.count(name);
    }
  }
}
