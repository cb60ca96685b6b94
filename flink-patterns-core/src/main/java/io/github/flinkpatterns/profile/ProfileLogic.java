// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.profile.ProfileSettings.Emission;
import io.github.flinkpatterns.profile.Waiting.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the profile of one user.
 *
 * <p>In event-time order an event waits until the watermark reaches it, so every result is a
 * function of the events before it in time alone. In order of arrival it counts at once.
 */
final class ProfileLogic<K, E> implements KeyedLogic<K, E, ProfileState, Profile<K>> {

  static final String LATE = "late";
  static final String WITHOUT_TIMESTAMP = "withoutTimestamp";
  static final String EARLY = "early";
  static final String FORGOTTEN = "forgotten";

  private final ProfileSettings<E> settings;
  private final TypeInformation<K> keyType;
  private final OutputTag<E> late;
  private final OutputTag<E> withoutTimestamp;
  private final int[] featureIds;

  ProfileLogic(
      ProfileSettings<E> settings,
      TypeInformation<K> keyType,
      OutputTag<E> late,
      OutputTag<E> withoutTimestamp) {
    this.settings = settings;
    this.keyType = keyType;
    this.late = late;
    this.withoutTimestamp = withoutTimestamp;
    this.featureIds = settings.featureIds();
  }

  @Override
  public String name() {
    return UserProfiler.NAME;
  }

  @Override
  public ProfileState create() {
    ProfileState state = new ProfileState(new FeatureValues(featureIds));
    state.halfLife = settings.interests.halfLifeMillis();
    return state;
  }

  @Override
  public void onEvent(
      E event, long timestamp, ProfileState state, LogicContext<K, Profile<K>> context)
      throws Exception {
    if (timestamp == NO_TIMESTAMP) {
      context.count(WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, event);
      return;
    }
    long watermark = context.watermark();
    if (Decay.plus(timestamp, settings.latenessMillis) <= watermark
        || forgetAt(timestamp) <= watermark) {
      context.count(LATE);
      context.emit(late, event);
      return;
    }
    align(state);
    Said said = said(event, timestamp);
    if (!settings.eventTime || timestamp <= watermark) {
      boolean moved = apply(said, watermark, state, context);
      afterChange(moved, state, context);
      return;
    }
    state.waiting.add(said);
    if (state.waiting.size() > settings.maxWaiting) {
      context.count(EARLY);
      takeUntil(state.waiting.get(0).timestamp, state, context);
    }
  }

  private Said said(E event, long timestamp) throws Exception {
    long taken = 0;
    int size = settings.features.size();
    long[] inputs = size == 0 ? FeatureValues.NONE : new long[size];
    for (int i = 0; i < size; i++) {
      Feature<E> feature = settings.features.get(i);
      if (feature.takes(event)) {
        taken |= 1L << i;
        inputs[i] = feature.inputOf(event);
      }
    }
    return new Said(
        timestamp,
        settings.category.getKey(event),
        settings.type == null ? null : settings.type.getKey(event),
        taken,
        inputs);
  }

  @Override
  public void onDue(long due, ProfileState state, LogicContext<K, Profile<K>> context) {
    align(state);
    takeUntil(due, state, context);
    if (changeIsDueAt(state) <= due) {
      emit(Math.max(due, state.lastSeen), state, context);
    }
    if (state.events > 0 && forgetAt(state.lastSeen) <= due) {
      forget(state, context);
    }
  }

  /** Takes in what waits up to a moment; what changes with it leaves once for each moment. */
  private void takeUntil(long until, ProfileState state, LogicContext<K, Profile<K>> context) {
    while (state.waiting.size() > 0 && state.waiting.get(0).timestamp <= until) {
      long moment = state.waiting.get(0).timestamp;
      boolean moved = false;
      while (state.waiting.size() > 0 && state.waiting.get(0).timestamp == moment) {
        moved |= apply(state.waiting.poll(), Long.MIN_VALUE, state, context);
      }
      afterChange(moved, state, context);
    }
  }

  /** Takes one event in; true if its interest is now far from what was last emitted. */
  private boolean apply(
      Said said, long watermark, ProfileState state, LogicContext<K, Profile<K>> context) {
    long timestamp = said.timestamp;
    if (state.events > 0 && timestamp > forgetAt(state.lastSeen)) {
      forget(state, context);
    }
    state.lastSeen = state.events == 0 ? timestamp : Math.max(state.lastSeen, timestamp);
    state.events++;
    if (settings.emission == Emission.EVERY && state.changedAt == ProfileState.UNCHANGED) {
      // The cadence goes on from the watermark: what it had told before cannot be told again.
      state.changedAt = Math.max(timestamp, Decay.plus(watermark, 1));
    }
    if (said.type != null) {
      state.types.add(said.type, UserProfilerBuilder.MAX_TYPES);
    }
    for (int i = 0; i < settings.features.size(); i++) {
      if ((said.taken >>> i & 1) != 0) {
        state.features.add(i, settings.features.get(i), said.inputs[i], timestamp);
      }
    }
    double weight = settings.weights == null ? 1 : settings.weights.of(said.type);
    if (said.category == null || Double.isNaN(weight)) {
      return false;
    }
    Interests interests = settings.interests;
    int rank = interests.add(said.category, weight, timestamp, state, settings.maxCategories);
    if (settings.emission != Emission.ON_MOVE) {
      return true;
    }
    double score = state.categories.scores[rank] * interests.factor(state, state.lastSeen);
    return Math.abs(score - state.categories.sent[rank]) >= settings.threshold;
  }

  private void afterChange(boolean moved, ProfileState state, LogicContext<K, Profile<K>> context) {
    if (settings.emission == Emission.ON_CHANGE
        || (settings.emission == Emission.ON_MOVE && moved)) {
      emit(state.lastSeen, state, context);
    }
  }

  private void forget(ProfileState state, LogicContext<K, Profile<K>> context) {
    if (state.changedAt != ProfileState.UNCHANGED) {
      emit(state.lastSeen, state, context);
    }
    context.count(FORGOTTEN);
    state.forget();
  }

  private void emit(long asOf, ProfileState state, LogicContext<K, Profile<K>> context) {
    state.changedAt = ProfileState.UNCHANGED;
    Categories categories = state.categories;
    double factor = settings.interests.factor(state, asOf);
    int top = Math.min(settings.top, categories.size);
    List<Interest> interests = new ArrayList<>(top);
    for (int i = 0; i < top; i++) {
      interests.add(
          new Interest(
              categories.names[i],
              categories.scores[i] * factor,
              categories.errors[i] * factor,
              categories.events[i]));
    }
    if (settings.emission == Emission.ON_MOVE) {
      for (int i = 0; i < categories.size; i++) {
        categories.sent[i] = categories.scores[i] * factor;
      }
    }
    Map<String, Double> features = new LinkedHashMap<>();
    for (int i = 0; i < settings.features.size(); i++) {
      state.features.put(i, settings.featureNames.get(i), settings.features.get(i), asOf, features);
    }
    context.emit(
        new Profile<>(
            context.key(),
            interests,
            state.types.toMap(),
            features,
            state.events,
            state.lastSeen,
            asOf));
  }

  /** Brings a value of another configuration up to date with this one. */
  private void align(ProfileState state) {
    if (!Arrays.equals(state.features.ids, featureIds)) {
      int[] old = state.features.ids;
      state.features = state.features.alignedTo(featureIds);
      state.waiting = state.waiting.alignedTo(old, featureIds);
    }
    long halfLife = settings.interests.halfLifeMillis();
    if (state.halfLife != halfLife) {
      // Scores as of the latest event are what both configurations agree on.
      if (state.halfLife > 0) {
        state.categories.scale(Decay.factor(state.lastSeen - state.landmark, state.halfLife));
      }
      state.landmark = state.lastSeen;
      state.halfLife = halfLife;
    }
  }

  private long forgetAt(long lastSeen) {
    return Decay.plus(lastSeen, settings.forgetMillis);
  }

  private long changeIsDueAt(ProfileState state) {
    if (state.changedAt == ProfileState.UNCHANGED) {
      return NEVER;
    }
    long cadence = settings.cadenceMillis;
    return cadence == 0
        ? state.changedAt
        : state.changedAt - Math.floorMod(state.changedAt, cadence) + (cadence - 1);
  }

  @Override
  public long nextDue(ProfileState state) {
    long due = changeIsDueAt(state);
    if (state.waiting.size() > 0) {
      due = Math.min(due, state.waiting.get(0).timestamp);
    }
    return state.events > 0 ? Math.min(due, forgetAt(state.lastSeen)) : due;
  }

  @Override
  public boolean isEmpty(ProfileState state) {
    return state.events == 0 && state.waiting.size() == 0;
  }

  @Override
  public int sizeInBytes(ProfileState state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<ProfileState> stateSerializer(SerializerFactory serializers) {
    return new ProfileStateSerializer();
  }

  @Override
  public TypeInformation<Profile<K>> outputType() {
    return Profile.type(keyType);
  }

  @Override
  public List<String> counters() {
    return List.of(LATE, WITHOUT_TIMESTAMP, EARLY, FORGOTTEN);
  }
}
