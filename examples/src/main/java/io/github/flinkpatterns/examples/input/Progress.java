// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

/**
 * How far one input has been read.
 *
 * @param position where its next line begins
 * @param lines the lines read so far
 * @param maxTimestampMillis the greatest time of its events so far, {@link Long#MIN_VALUE} if there
 *     is none yet
 * @param finished whether its last line was read
 */
record Progress(long position, long lines, long maxTimestampMillis, boolean finished) {

  static final Progress NONE = new Progress(0, 0, Long.MIN_VALUE, false);
}
