// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * What a pattern reads: the event, the key, and their types, checked; none of them goes to Kryo.
 *
 * @param operator the class of the pattern, as errors name it
 * @param event the type of the events
 * @param keySelector gives the key of an event; its {@code hashCode} must be stable
 * @param key the type of the keys
 * @param <K> the key
 * @param <IN> the event
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public record PatternInput<K, IN>(
    String operator,
    TypeInformation<IN> event,
    KeySelector<IN, K> keySelector,
    TypeInformation<K> key)
    implements Serializable {

  /** Checks what is given. */
  public PatternInput {
    Require.noKryo(event, operator, "on");
    Require.serializable(keySelector, operator, "keyedBy");
    Require.noKryo(key, operator, "keyedBy");
  }

  /** Returns the type that the class {@code type} tells, for the parameter of that name. */
  public static <T> TypeInformation<T> typeOf(Class<T> type, String operator, String parameter) {
    return TypeInformation.of(Require.given(type, operator, parameter));
  }
}
