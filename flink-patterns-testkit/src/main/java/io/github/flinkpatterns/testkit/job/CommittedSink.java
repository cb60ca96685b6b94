// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Collects a stream in the test's memory and tells what a transactional reader would see.
 *
 * <p>A worked example: the job writes a, b, completes checkpoint 1, writes c and fails; after the
 * restart it writes c and d and ends. {@link #written()} is [a, b, c, c, d]; {@link #committed()}
 * is [a, b, c, d]: the first c belonged to a transaction that no checkpoint closed.
 *
 * <p>Guarantees: exactly once in the committed view, for bounded and stopped jobs; a transaction
 * that Flink commits twice counts once. Order within one subtask and one checkpoint is kept, other
 * order is not.
 *
 * <p>Limits: records are kept as they come, not copied, so leave Flink's object reuse off (the
 * default). The sink is compiled for Flink 2 ({@code createWriter(WriterInitContext)}). Flink 1.20
 * calls that method too, but its interface has a second abstract one, {@code
 * createWriter(Sink.InitContext)}, whose parameter type Flink 2 removed: code that calls the old
 * method on 1.20 fails with an {@code AbstractMethodError}. Flink 1.20.5's own operators do not.
 *
 * @param <T> the record type
 */
public final class CommittedSink<T> implements Sink<T>, SupportsCommitter<String> {
  private static final long serialVersionUID = 1L;

  private final Shared<SinkLedger<T>> ledger = Shared.of(new SinkLedger<>());

  private CommittedSink() {}

  /**
   * Returns an empty sink.
   *
   * <p>{@link FlinkJobTest} makes its own for the main output; make one for each further stream,
   * outside the pipeline, and read it after the run. It collects over all runs until {@link
   * #clear()}.
   */
  public static <T> CommittedSink<T> create() {
    return new CommittedSink<>();
  }

  /** Returns the records of completed checkpoints and of the end of input. */
  public List<T> committed() {
    return ledger.get().committed();
  }

  /** Returns every record that arrived, those of failed attempts included. */
  public List<T> written() {
    return ledger.get().written();
  }

  /** Forgets everything. */
  public void clear() {
    ledger.get().clear();
  }

  void release() {
    ledger.release();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(ledger.get());
  }

  @Override
  public Committer<String> createCommitter(CommitterInitContext context) {
    return new LedgerCommitter<>(ledger.get());
  }

  @Override
  public SimpleVersionedSerializer<String> getCommittableSerializer() {
    return new TransactionSerializer();
  }

  private static final class Writer<T> implements CommittingSinkWriter<T, String> {
    private final SinkLedger<T> ledger;
    private List<T> open = new ArrayList<>();

    Writer(SinkLedger<T> ledger) {
      this.ledger = ledger;
    }

    @Override
    public void write(T element, Context context) {
      ledger.write(element);
      open.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public Collection<String> prepareCommit() {
      if (open.isEmpty()) {
        return List.of();
      }
      String transaction = UUID.randomUUID().toString();
      ledger.prepare(transaction, open);
      open = new ArrayList<>();
      return List.of(transaction);
    }

    @Override
    public void close() {}
  }

  private static final class LedgerCommitter<T> implements Committer<String> {
    private final SinkLedger<T> ledger;

    LedgerCommitter(SinkLedger<T> ledger) {
      this.ledger = ledger;
    }

    @Override
    public void commit(Collection<CommitRequest<String>> requests) {
      requests.forEach(request -> ledger.commit(request.getCommittable()));
    }

    @Override
    public void close() {}
  }

  private static final class TransactionSerializer implements SimpleVersionedSerializer<String> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(String transaction) {
      return transaction.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String deserialize(int version, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
