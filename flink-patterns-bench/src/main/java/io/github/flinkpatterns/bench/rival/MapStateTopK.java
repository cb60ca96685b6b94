// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Act;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The strongest interests of a user as most jobs have them: a map of all, scanned and sorted at
 * every event.
 *
 * @param top how many are wanted
 * @param alpha the weight of an event in the moving average
 */
public record MapStateTopK(int top, double alpha)
    implements Way<Act, Tuple2<String, List<Tuple2<String, Double>>>> {

  private static final Comparator<Tuple2<String, Double>> BEST_FIRST =
      Comparator.<Tuple2<String, Double>>comparingDouble(t -> -t.f1).thenComparing(t -> t.f0);

  @Override
  public String name() {
    return "MapState, scanned at every event";
  }

  @Override
  public DataStream<Tuple2<String, List<Tuple2<String, Double>>>> applyTo(DataStream<Act> acts) {
    return acts.keyBy(Act::user, Types.STRING)
        .process(
            new Function(top, alpha),
            Types.TUPLE(Types.STRING, Types.LIST(Types.TUPLE(Types.STRING, Types.DOUBLE))));
  }

  @Override
  public long digest(Tuple2<String, List<Tuple2<String, Double>>> best) {
    long hash = best.f0.hashCode();
    for (Tuple2<String, Double> interest : best.f1) {
      hash = digest(hash, interest.f0, interest.f1);
    }
    return hash;
  }

  /** Returns the digest of a ranking so far, and one more interest. */
  public static long digest(long before, String category, double score) {
    return 31 * (31 * before + category.hashCode()) + Double.hashCode(score);
  }

  /** The function. */
  static final class Function
      extends KeyedProcessFunction<String, Act, Tuple2<String, List<Tuple2<String, Double>>>> {
    private final int top;
    private final double alpha;
    private transient @Nullable MapState<String, Double> interests;

    Function(int top, double alpha) {
      this.top = top;
      this.alpha = alpha;
    }

    @Override
    public void open(OpenContext context) {
      interests =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("interests", Types.STRING, Types.DOUBLE));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(
        Act act, Context context, Collector<Tuple2<String, List<Tuple2<String, Double>>>> out)
        throws Exception {
      Double before = interests.get(act.category());
      double score = before == null ? 0 : before;
      interests.put(act.category(), score + alpha * (weight(act.type()) - score));
      List<Tuple2<String, Double>> all = new ArrayList<>();
      for (Map.Entry<String, Double> entry : interests.entries()) {
        all.add(Tuple2.of(entry.getKey(), entry.getValue()));
      }
      all.sort(BEST_FIRST);
      out.collect(
          Tuple2.of(act.user(), new ArrayList<>(all.subList(0, Math.min(top, all.size())))));
    }

    private static double weight(String type) {
      return switch (type) {
        case "view" -> .1;
        case "click" -> .3;
        case "like" -> .5;
        default -> 1;
      };
    }
  }
}
