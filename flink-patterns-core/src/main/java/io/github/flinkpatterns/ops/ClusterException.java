// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import org.jspecify.annotations.Nullable;

/** Says why a cluster did not do what was asked; {@link #reason()} tells the failures apart. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What went wrong, as far as the one who asked has to act differently. */
  public enum Reason {
    /**
     * Nobody answers at the address in time, or no JobManager led the cluster for all that time.
     * Try again, or correct the address.
     */
    UNREACHABLE,
    /** The cluster knows no such job. */
    NO_SUCH_JOB,
    /** The savepoint was begun and failed; the message has Flink's cause. The job goes on. */
    SAVEPOINT_FAILED,
    /**
     * The deadline passed before Flink was done. What was asked for may still come to an end: look
     * before asking again.
     */
    TIMED_OUT,
    /** The cluster understood and refused, or failed otherwise; the message has its words. */
    REFUSED
  }

  private final Reason reason;

  ClusterException(Reason reason, String message) {
    this(reason, message, null);
  }

  ClusterException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns what went wrong. */
  public Reason reason() {
    return reason;
  }
}
