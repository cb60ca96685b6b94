// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.zoo;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Taxi rides that begin with a START and finish with an END: the task of a well-known Flink
 * training, solved as teams solve it, with the leaks that such solutions have.
 */
public final class Rides {

  private static final long LONG = Duration.ofHours(2).toMillis();

  private Rides() {}

  /** One half of a ride. */
  public record Ride(long id, boolean start, long time) {}

  private abstract static class Holding extends KeyedProcessFunction<Long, Ride, String> {
    private static final long serialVersionUID = 1L;
    transient ValueState<Ride> waiting;

    @Override
    public void open(OpenContext context) {
      waiting =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("waiting", TypeInformation.of(Ride.class)));
    }
  }

  /** Emits a ride's duration once both halves are there; a START without END waits for ever. */
  public static class Durations extends Holding {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Ride ride, Context ctx, Collector<String> out) throws Exception {
      Ride other = waiting.value();
      if (other == null) {
        waiting.update(ride);
      } else {
        out.collect(ride.id() + " took " + Math.abs(ride.time() - other.time()));
        waiting.clear();
      }
    }
  }

  /** Alerts when no END came in two hours and forgets the ride; the END that comes then stays. */
  public static class LongRides extends Holding {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Ride ride, Context ctx, Collector<String> out) throws Exception {
      Ride other = waiting.value();
      if (other == null) {
        waiting.update(ride);
        if (ride.start()) {
          ctx.timerService().registerEventTimeTimer(ride.time() + LONG);
        }
      } else {
        long start = Math.min(ride.time(), other.time());
        ctx.timerService().deleteEventTimeTimer(start + LONG);
        if (Math.abs(ride.time() - other.time()) > LONG) {
          out.collect("long ride " + ride.id());
        }
        waiting.clear();
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect("long ride " + ctx.getCurrentKey());
      waiting.clear();
    }
  }

  /** The twin of both: whatever waits has a timer. */
  public static class LongRidesThatForget extends Holding {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Ride ride, Context ctx, Collector<String> out) throws Exception {
      Ride other = waiting.value();
      if (other == null) {
        waiting.update(ride);
        ctx.timerService().registerEventTimeTimer(ride.time() + LONG);
      } else {
        ctx.timerService().deleteEventTimeTimer(other.time() + LONG);
        if (Math.abs(ride.time() - other.time()) > LONG) {
          out.collect("long ride " + ride.id());
        }
        waiting.clear();
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      if (waiting.value().start()) {
        out.collect("long ride " + ctx.getCurrentKey());
      }
      waiting.clear();
    }
  }
}
