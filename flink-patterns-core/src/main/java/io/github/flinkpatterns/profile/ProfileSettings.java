// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import com.google.common.hash.Hashing;
import java.io.Serializable;
import java.util.ArrayList;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/** What a profiler was told to do. */
final class ProfileSettings<E> implements Serializable {

  /** When a profile leaves. */
  enum Emission {
    ON_CHANGE,
    EVERY,
    ON_MOVE
  }

  final TypeInformation<E> event;
  final KeySelector<E, String> category;
  final long forgetMillis;
  final Interests interests;
  @Nullable KeySelector<E, String> type;
  @Nullable EventWeights weights;
  Emission emission = Emission.ON_CHANGE;
  long cadenceMillis;
  double threshold;
  boolean eventTime = true;
  long latenessMillis;
  int top = 10;
  int maxCategories = 100;
  int maxWaiting = 1_000;
  final ArrayList<String> featureNames = new ArrayList<>();
  final ArrayList<Feature<E>> features = new ArrayList<>();

  ProfileSettings(
      TypeInformation<E> event,
      KeySelector<E, String> category,
      long forgetMillis,
      Interests interests) {
    this.event = event;
    this.category = category;
    this.forgetMillis = forgetMillis;
    this.interests = interests;
  }

  /** Copies settings, so that a builder can go on. */
  ProfileSettings(ProfileSettings<E> from) {
    this(from.event, from.category, from.forgetMillis, from.interests);
    type = from.type;
    weights = from.weights;
    emission = from.emission;
    cadenceMillis = from.cadenceMillis;
    threshold = from.threshold;
    eventTime = from.eventTime;
    latenessMillis = from.latenessMillis;
    top = from.top;
    maxCategories = from.maxCategories;
    maxWaiting = from.maxWaiting;
    featureNames.addAll(from.featureNames);
    features.addAll(from.features);
  }

  /**
   * Returns what the features are known by in state: by name and kind, and by the number of hashes
   * kept, which cannot grow later. So a job can add features, drop some and order them anew, and
   * keep the rest.
   */
  int[] featureIds() {
    int[] ids = new int[features.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = featureId(featureNames.get(i), features.get(i));
    }
    return ids;
  }

  static int featureId(String name, Feature<?> feature) {
    return Hashing.murmur3_32_fixed(feature.kind.code)
        .hashUnencodedChars(name + "/" + feature.capacity)
        .asInt();
  }
}
