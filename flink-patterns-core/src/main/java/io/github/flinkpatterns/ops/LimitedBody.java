// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes a body as UTF-8 text, up to so many bytes; of a longer one it keeps nothing. */
final class LimitedBody implements BodySubscriber<String> {

  private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
  private final long limit;
  private Flow.@Nullable Subscription subscription;
  private long length;

  LimitedBody(long limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<String> getBody() {
    return text.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    text.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      length += buffer.remaining();
    }
    if (length <= limit) {
      text.onNext(buffers);
    } else if (subscription != null) {
      subscription.cancel();
      text.onError(new IOException("the answer is longer than " + limit + " bytes"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    text.onError(failure);
  }

  @Override
  public void onComplete() {
    text.onComplete();
  }
}
