// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of the bridge hand to the last of them: a match, a near miss, or an event that was
 * put aside.
 *
 * <p>Public for Flink, which makes it.
 *
 * @param match the match, or null
 * @param timeout the near miss, or null
 * @param aside why the event was put aside, or null
 * @param event the event that was put aside, or null
 * @param <K> the key
 * @param <IN> the event
 */
public record Result<K, IN>(
    @Nullable PatternMatch<K, IN> match,
    @Nullable PatternTimeout<K, IN> timeout,
    @Nullable Aside aside,
    @Nullable IN event) {

  /** Why an event was put aside. */
  public enum Aside {
    /** It came at or before the watermark. */
    LATE,
    /** It has no timestamp. */
    WITHOUT_TIMESTAMP,
    /** It has no key. */
    NULL_KEY
  }

  static <K, IN> Result<K, IN> of(PatternMatch<K, IN> match) {
    return new Result<>(match, null, null, null);
  }

  static <K, IN> Result<K, IN> of(PatternTimeout<K, IN> timeout) {
    return new Result<>(null, timeout, null, null);
  }

  static <K, IN> Result<K, IN> of(Aside why, IN event) {
    return new Result<>(null, null, why, event);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static <K, IN> TypeInformation<Result<K, IN>> type(PatternInput<K, IN> input) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("match", PatternMatch.type(input.key(), input.event()));
    fields.put("timeout", PatternTimeout.type(input.key(), input.event()));
    fields.put("aside", Types.ENUM(Aside.class));
    fields.put("event", input.event());
    return (TypeInformation) Types.POJO(Result.class, fields);
  }
}
