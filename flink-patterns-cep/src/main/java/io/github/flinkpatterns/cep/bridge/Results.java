// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.types.Either;

/** What the steps of the bridge hand to the last of them: a match, a near miss, or an event. */
final class Results {

  static final int LATE = 0;
  static final int WITHOUT_TIMESTAMP = 1;
  static final int NULL_KEY = 2;

  private Results() {}

  static <K, IN>
      TypeInformation<
              Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>>>
          type(PatternInput<K, IN> input) {
    return new EitherTypeInfo<>(
        new EitherTypeInfo<>(
            PatternMatch.type(input.key(), input.event()),
            PatternTimeout.type(input.key(), input.event())),
        Types.TUPLE(Types.INT, input.event()));
  }

  static <K, IN>
      Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>> match(
          PatternMatch<K, IN> match) {
    return Either.Left(Either.Left(match));
  }

  static <K, IN>
      Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>> timeout(
          PatternTimeout<K, IN> timeout) {
    return Either.Left(Either.Right(timeout));
  }

  static <K, IN>
      Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>> aside(
          int why, IN event) {
    return Either.Right(Tuple2.of(why, event));
  }
}
