// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.session.Session.CloseReason;
import java.util.Locale;

/** How the jobs write why a session ended. */
public final class CloseReasons {

  private CloseReasons() {}

  /** Returns the reason as it stands in the results, for example {@code max-duration}. */
  public static String text(CloseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
