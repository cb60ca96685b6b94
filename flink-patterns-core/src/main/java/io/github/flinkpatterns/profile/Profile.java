// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What is known of one user at one moment.
 *
 * @param key the user
 * @param interests the strongest interests, highest score first, equal scores by category
 * @param counts how many events of each type; see {@link UserProfilerBuilder#weightedBy}
 * @param features the named features; one that has seen nothing is absent, a count is then 0
 * @param events how many events the profile has taken in
 * @param lastSeenMillis the latest timestamp of these events
 * @param asOfMillis the moment for which scores and features hold: that of the latest event, or of
 *     the cadence
 * @param <K> the user's key
 */
public record Profile<K>(
    K key,
    List<Interest> interests,
    Map<String, Long> counts,
    Map<String, Double> features,
    long events,
    long lastSeenMillis,
    long asOfMillis) {

  /** Returns the type of profiles with keys of {@code key}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K> TypeInformation<Profile<K>> type(TypeInformation<K> key) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("interests", Types.LIST(Interest.type()));
    fields.put("counts", Types.MAP(Types.STRING, Types.LONG));
    fields.put("features", Types.MAP(Types.STRING, Types.DOUBLE));
    fields.put("events", Types.LONG);
    fields.put("lastSeenMillis", Types.LONG);
    fields.put("asOfMillis", Types.LONG);
    return (TypeInformation<Profile<K>>) (TypeInformation) Types.POJO(Profile.class, fields);
  }
}
