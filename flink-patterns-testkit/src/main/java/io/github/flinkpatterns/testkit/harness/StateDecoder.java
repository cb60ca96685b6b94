// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.runtime.state.ttl.TtlValue;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.util.StateMigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads keyed state and timers back from a canonical savepoint. Every backend writes that one
 * format, so state can be shown, compared and counted without knowing the backend or the
 * descriptors: the savepoint carries the serializers of what it holds.
 */
final class StateDecoder {

  private static final String TIMERS = "_timer_state/";
  private static final String EVENT_TIMERS = TIMERS + "event_";
  private static final String PROCESSING_TIMERS = TIMERS + "processing_";

  private final int prefixBytes;
  private final int subtask;
  private final Map<String, Long> ttls;
  private final TypeSerializer<Object> keySerializer;
  private final Map<Object, MapBuilder> maps = new LinkedHashMap<>();
  private final List<StateEntry> entries = new ArrayList<>();
  private final List<TimerEntry> timers = new ArrayList<>();
  private final Map<String, StateTypes> types = new TreeMap<>();

  private StateDecoder(
      int maxParallelism,
      int subtask,
      Map<String, Long> ttls,
      TypeSerializer<Object> keySerializer) {
    this.prefixBytes =
        CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(maxParallelism);
    this.subtask = subtask;
    this.ttls = ttls;
    this.keySerializer = keySerializer;
  }

  static KeyedContents decode(
      OperatorSubtaskState state, int maxParallelism, int subtask, Map<String, Long> ttls) {
    List<KeyedContents> parts = new ArrayList<>();
    for (KeyedStateHandle handle : state.getManagedKeyedState()) {
      if (handle instanceof KeyGroupsStateHandle groups) {
        try {
          parts.add(
              new StateDecoder(maxParallelism, subtask, ttls, keySerializerOf(groups))
                  .read(groups));
        } catch (IOException | StateMigrationException e) {
          throw new IllegalStateException("The savepoint cannot be read back: " + e, e);
        }
      }
    }
    return KeyedContents.merge(parts);
  }

  private static TypeSerializer<Object> keySerializerOf(KeyGroupsStateHandle handle)
      throws IOException {
    try (FSDataInputStream in = handle.openInputStream()) {
      KeyedBackendSerializationProxy<Object> proxy = new KeyedBackendSerializationProxy<>(loader());
      proxy.read(new DataInputViewStreamWrapper(in));
      return proxy.getKeySerializerSnapshot().restoreSerializer();
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : StateDecoder.class.getClassLoader();
  }

  private KeyedContents read(KeyGroupsStateHandle handle)
      throws IOException, StateMigrationException {
    FullSnapshotRestoreOperation<Object> operation =
        new FullSnapshotRestoreOperation<>(
            handle.getKeyGroupRange(),
            loader(),
            List.of(handle),
            StateSerializerProvider.fromNewRegisteredSerializer(keySerializer));
    try (ThrowingIterator<SavepointRestoreResult> results = operation.restore()) {
      while (results.hasNext()) {
        read(results.next());
      }
    }
    maps.values().forEach(map -> entries.add(map.build()));
    return new KeyedContents(entries, timers, types, true);
  }

  private void read(SavepointRestoreResult result) throws IOException, StateMigrationException {
    List<Layout> layouts = new ArrayList<>();
    for (StateMetaInfoSnapshot meta : result.getStateMetaInfoSnapshots()) {
      Layout layout = Layout.of(meta);
      layouts.add(layout);
      types.put(layout.name, new StateTypes(layout.kind, keySerializer, layout.value));
    }
    try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
      while (groups.hasNext()) {
        KeyGroup group = groups.next();
        try (ThrowingIterator<KeyGroupEntry> items = group.getKeyGroupEntries()) {
          while (items.hasNext()) {
            KeyGroupEntry item = items.next();
            read(layouts.get(item.getKvStateId()), group.getKeyGroupId(), item);
          }
        }
      }
    }
  }

  private void read(Layout layout, int keyGroup, KeyGroupEntry item) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(item.getKey());
    in.skipBytesToRead(prefixBytes);
    if (layout.kind.equals("TIMER")) {
      readTimer(layout, keyGroup, in);
      return;
    }
    boolean ambiguous =
        CompositeKeySerializationUtils.isAmbiguousKeyPossible(keySerializer, layout.namespace);
    Object key = CompositeKeySerializationUtils.readKey(keySerializer, in, ambiguous);
    Object namespace =
        plain(CompositeKeySerializationUtils.readNamespace(layout.namespace, in, ambiguous));
    int bytes = item.getKey().length + item.getValue().length;
    long print = 31L * Arrays.hashCode(item.getKey()) + Arrays.hashCode(item.getValue());
    switch (layout.kind) {
      case "MAP" -> {
        MapSerializer<Object, Object> serializer = layout.mapSerializer();
        Object mapKey = serializer.getKeySerializer().deserialize(in);
        DataInputDeserializer value = new DataInputDeserializer(item.getValue());
        Object mapValue =
            value.readBoolean() ? null : serializer.getValueSerializer().deserialize(value);
        maps.computeIfAbsent(
                List.of(layout.name, key, namespace == null ? "" : namespace),
                ignored -> new MapBuilder(layout.name, key, namespace, keyGroup))
            .add(mapKey, mapValue, bytes, print);
      }
      case "LIST" -> {
        List<Object> elements =
            new ListDelimitedSerializer()
                .deserializeList(item.getValue(), layout.listSerializer().getElementSerializer());
        List<@Nullable Object> values = new ArrayList<>();
        Long access = null;
        for (Object element : elements) {
          access = later(access, element);
          values.add(unwrap(element));
        }
        entries.add(entry(layout.name, key, namespace, values, bytes, print, access, keyGroup));
      }
      default -> {
        Object value = layout.value.deserialize(new DataInputDeserializer(item.getValue()));
        entries.add(
            entry(
                layout.name,
                key,
                namespace,
                unwrap(value),
                bytes,
                print,
                later(null, value),
                keyGroup));
      }
    }
  }

  private void readTimer(Layout layout, int keyGroup, DataInputDeserializer in) throws IOException {
    TimerHeapInternalTimer<?, ?> timer =
        (TimerHeapInternalTimer<?, ?>) layout.value.deserialize(in);
    boolean event = layout.name.startsWith(EVENT_TIMERS);
    timers.add(
        new TimerEntry(
            layout.name.substring((event ? EVENT_TIMERS : PROCESSING_TIMERS).length()),
            event,
            timer.getTimestamp(),
            timer.getKey(),
            plain(timer.getNamespace()),
            keyGroup));
  }

  private StateEntry entry(
      String name,
      Object key,
      @Nullable Object namespace,
      @Nullable Object value,
      int bytes,
      long fingerprint,
      @Nullable Long access,
      int keyGroup) {
    return new StateEntry(
        name, key, namespace, value, bytes, fingerprint, access, ttls.get(name), subtask, keyGroup);
  }

  private static @Nullable Object plain(Object namespace) {
    return namespace instanceof VoidNamespace ? null : namespace;
  }

  private static @Nullable Object unwrap(@Nullable Object value) {
    return value instanceof TtlValue<?> ttl ? ttl.getUserValue() : value;
  }

  private static @Nullable Long later(@Nullable Long access, @Nullable Object value) {
    if (value instanceof TtlValue<?> ttl) {
      long own = ttl.getLastAccessTimestamp();
      return access == null ? own : Math.max(access, own);
    }
    return access;
  }

  /** Collects the entries of one map state of one key. */
  private final class MapBuilder {
    private final String name;
    private final Object key;
    private final @Nullable Object namespace;
    private final int keyGroup;
    private final Map<Object, @Nullable Object> values = new LinkedHashMap<>();
    private int bytes;
    private long fingerprint;
    private @Nullable Long access;

    MapBuilder(String name, Object key, @Nullable Object namespace, int keyGroup) {
      this.name = name;
      this.key = key;
      this.namespace = namespace;
      this.keyGroup = keyGroup;
    }

    void add(Object mapKey, @Nullable Object value, int size, long print) {
      access = later(access, value);
      values.put(mapKey, unwrap(value));
      bytes += size;
      fingerprint += print;
    }

    StateEntry build() {
      return entry(name, key, namespace, values, bytes, fingerprint, access, keyGroup);
    }
  }

  /** What the savepoint says about one state. */
  private record Layout(
      String name, String kind, TypeSerializer<Object> namespace, TypeSerializer<Object> value) {

    static Layout of(StateMetaInfoSnapshot meta) {
      TypeSerializer<Object> value = restore(meta, CommonSerializerKeys.VALUE_SERIALIZER);
      if (meta.getBackendStateType() == BackendStateType.PRIORITY_QUEUE) {
        return new Layout(meta.getName(), "TIMER", value, value);
      }
      String kind = meta.getOption(CommonOptionsKeys.KEYED_STATE_TYPE);
      return new Layout(
          meta.getName(),
          kind == null ? "VALUE" : kind,
          restore(meta, CommonSerializerKeys.NAMESPACE_SERIALIZER),
          value);
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> restore(
        StateMetaInfoSnapshot meta, CommonSerializerKeys which) {
      TypeSerializerSnapshot<?> snapshot = meta.getTypeSerializerSnapshot(which);
      if (snapshot == null) {
        throw new IllegalStateException("state " + meta.getName() + " without " + which);
      }
      return (TypeSerializer<Object>) snapshot.restoreSerializer();
    }

    @SuppressWarnings("unchecked")
    MapSerializer<Object, Object> mapSerializer() {
      return (MapSerializer<Object, Object>) (TypeSerializer<?>) value;
    }

    @SuppressWarnings("unchecked")
    ListSerializer<Object> listSerializer() {
      return (ListSerializer<Object>) (TypeSerializer<?>) value;
    }
  }
}
