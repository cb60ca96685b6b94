// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * What one line tells.
 *
 * @param userId the user, null if the line names none
 * @param source where it came from, null if the line does not say
 * @param type login, login_failed, logout, activity, other, or what a line of JSON says
 * @param timestampMillis when
 * @param times how often it happened, above 1 for "message repeated n times"
 */
public record AuthEvent(
    @Nullable String userId, @Nullable String source, String type, long timestampMillis, int times)
    implements Timestamped {

  static final String LOGIN = "login";
  static final String LOGIN_FAILED = "login_failed";
  static final String LOGOUT = "logout";
  static final String ACTIVITY = "activity";

  /** What no pattern looks at. */
  static final String OTHER = "other";

  /** The type of an event. */
  static final TypeInformation<AuthEvent> TYPE =
      Types.POJO(
          AuthEvent.class,
          Map.of(
              "userId", Types.STRING,
              "source", Types.STRING,
              "type", Types.STRING,
              "timestampMillis", Types.LONG,
              "times", Types.INT));

  AuthEvent once() {
    return times == 1 ? this : new AuthEvent(userId, source, type, timestampMillis, 1);
  }

  boolean isLogin() {
    return type.equals(LOGIN);
  }

  boolean isFailed() {
    return type.equals(LOGIN_FAILED);
  }

  /** Tells whether the user did something: not a login, not an attempt, not the end. */
  boolean isActivity() {
    return !isLogin() && !isFailed() && !type.equals(LOGOUT) && !type.equals(OTHER);
  }
}
