// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.ArrayList;
import java.util.List;

/**
 * The answers of one user's requests that are still under way; mostly none or one request.
 *
 * <p>Every message arrives exactly once, so every gathering is completed and leaves.
 */
final class Gathering<U, I> {

  /** The answers to one request, by slot. */
  static final class Open<U, I> {
    final long request;
    final List<RowReply<U, I>> replies = new ArrayList<>();

    Open(long request) {
      this.request = request;
    }
  }

  final List<Open<U, I>> open = new ArrayList<>(1);

  Open<U, I> of(long request) {
    for (Open<U, I> o : open) {
      if (o.request == request) {
        return o;
      }
    }
    Open<U, I> added = new Open<>(request);
    open.add(added);
    return added;
  }

  Gathering<U, I> copy() {
    Gathering<U, I> copy = new Gathering<>();
    for (Open<U, I> o : open) {
      // Replies never change, so they may be shared.
      copy.of(o.request).replies.addAll(o.replies);
    }
    return copy;
  }

  int sizeInBytes() {
    int bytes = 40;
    for (Open<U, I> o : open) {
      for (RowReply<U, I> reply : o.replies) {
        bytes += 160 + (reply.neighbours().size + reply.transitions().size) * 72;
      }
    }
    return bytes;
  }
}
