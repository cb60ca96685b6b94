// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.stream.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * What any state access on RocksDB stands on: one get and one put of eight bytes for each event, by
 * RocksDB itself, without a log as Flink has none, under the key with its key group before it.
 *
 * @param <IN> the event
 */
final class BareRocksDb<IN> implements Variant<IN> {

  private final Workload<IN> workload;
  private final Options options;
  private final WriteOptions withoutLog;
  private final RocksDB db;

  BareRocksDb(Workload<IN> workload, Setup setup) throws RocksDBException, IOException {
    this.workload = workload;
    RocksDB.loadLibrary();
    Path own = Files.createDirectory(setup.folder().resolve(UUID.randomUUID().toString()));
    options = new Options().setCreateIfMissing(true).setUseFsync(false).setStatsDumpPeriodSec(0);
    withoutLog = new WriteOptions().setDisableWAL(true);
    db = RocksDB.open(options, own.toString());
  }

  @Override
  public String name() {
    return Baselines.BARE;
  }

  @Override
  public @Nullable String group() {
    return null;
  }

  @Override
  public void event(StreamRecord<IN> record) throws RocksDBException {
    String key = workload.key(record.getValue());
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[name.length + 1];
    bytes[0] = (byte) KeyGroupRangeAssignment.assignToKeyGroup(key, 128);
    System.arraycopy(name, 0, bytes, 1, name.length);
    byte[] before = db.get(bytes);
    long count = before == null ? 0 : ByteBuffer.wrap(before).getLong();
    db.put(withoutLog, bytes, ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
  }

  @Override
  public void watermark(long millis) {}

  @Override
  public void barrier(long checkpointId) {}

  @Override
  public long digest() {
    return 0;
  }

  @Override
  public long outputs() {
    return 0;
  }

  @Override
  public void close() {
    db.close();
    withoutLog.close();
    options.close();
  }
}
