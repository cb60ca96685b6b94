// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * One result for one session: what is known of it at this revision.
 *
 * <p>All records of a session carry the same {@link #id} and a growing {@link #revision}: keep the
 * highest revision of each id, and delete the {@link #replacedIds}, and you hold the newest truth.
 *
 * @param key the key
 * @param id names the session: a 64-bit hash of the key's {@code hashCode} and of the start and end
 *     that the session had when its first record left
 * @param startMillis the timestamp of the earliest event
 * @param lastEventMillis the timestamp of the latest event
 * @param endMillis where the session ends, exclusive: the largest timestamp plus gap of its events,
 *     as the end of Flink's window, or an earlier moment at which {@link #closeReason} cut it
 * @param events how many events it has
 * @param result what the aggregate function gives for these events
 * @param type why this record leaves
 * @param closeReason what ended the session, {@link CloseReason#NOT_CLOSED} while it is open
 * @param revision 1 for the first record of the session, then one more for each
 * @param replacedIds ids of sessions that earlier records reported and that are now part of this
 *     one, ascending; usually empty
 * @param <K> the key
 * @param <R> the result of the aggregate function
 */
public record Session<K, R>(
    K key,
    long id,
    long startMillis,
    long lastEventMillis,
    long endMillis,
    long events,
    R result,
    Type type,
    CloseReason closeReason,
    int revision,
    List<Long> replacedIds) {

  /** Why a record leaves. */
  public enum Type {
    /** The session has begun; only with {@code emitOpened}. */
    OPENED,
    /** The session goes on; only with {@code emitUpdatesEvery}. */
    UPDATED,
    /** The session is complete, as far as the watermark can tell. */
    CLOSED,
    /** The session was reported as closed, and events within the allowed lateness changed it. */
    CORRECTED
  }

  /** What ended a session. */
  public enum CloseReason {
    /** Nothing yet. */
    NOT_CLOSED,
    /** No event came within the gap. */
    INACTIVITY,
    /** It would have grown longer than the maximum duration. */
    MAX_DURATION,
    /** It has the maximum number of events. */
    MAX_EVENTS,
    /** An event came that ends a session, or one that begins the next. */
    END_EVENT,
    /** The watched attribute changed. */
    ATTRIBUTE_CHANGE,
    /** The local day ended. */
    MIDNIGHT,
    /** Neither events of the key nor the watermark moved for the time given. */
    IDLE_SOURCE
  }

  /** Returns the type of sessions with keys of {@code key} and results of {@code result}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, R> TypeInformation<Session<K, R>> type(
      TypeInformation<K> key, TypeInformation<R> result) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("id", Types.LONG);
    fields.put("startMillis", Types.LONG);
    fields.put("lastEventMillis", Types.LONG);
    fields.put("endMillis", Types.LONG);
    fields.put("events", Types.LONG);
    fields.put("result", result);
    fields.put("type", Types.ENUM(Type.class));
    fields.put("closeReason", Types.ENUM(CloseReason.class));
    fields.put("revision", Types.INT);
    fields.put("replacedIds", Types.LIST(Types.LONG));
    return (TypeInformation<Session<K, R>>) (TypeInformation) Types.POJO(Session.class, fields);
  }

  /** Returns the id of a session, from what tells it from all others of its key. */
  static long idOf(Object key, long start, long second) {
    return mix(mix(mix(start) + second) + key.hashCode());
  }

  // The finalizer of SplitMix64 (Steele, Lea and Flood 2014): a bijection, so nothing collides
  // early.
  private static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
