package io.vivim.store;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** How RocksDB is set up, and the native objects that must outlive the database. */
final class RocksParts implements AutoCloseable {
  private static final long MIB = 1024 * 1024;
  private static final int MAX_OPEN_FILES = 512;
  private static final double BLOOM_BITS_PER_KEY = 10;

  /** What the filter of the keys in memory takes of their memory: some 25 bits a key of events. */
  private static final double MEMORY_BLOOM_SHARE = 0.02;

  /** Young files that are merged at once: more of them make fewer, larger merges. */
  private static final int COMPACTED_TOGETHER = 12;

  /** What is merged with the young files; a larger share of each merge is new. */
  private static final long BASE_LEVEL_BYTES = 512 * MIB;

  private static final int BLOCK_BYTES = 8 * 1024;

  /**
   * Few parts of the cache, each large: a file's filter takes megabytes, and in RocksDB's
   * sixty-four small parts filters push each other out, which makes every look-up read one again.
   * The cache itself takes no locks, and a look-up asks it for half a dozen blocks.
   */
  private static final int CACHE_SHARD_BITS = 3;

  /** Each freed after those that came later. */
  private final Deque<AbstractNativeReference> parts = new ArrayDeque<>();

  private final Options options;

  RocksParts(StoreOptions wanted) {
    Cache cache =
        keep(
            new HyperClockCache(
                wanted.cacheBytes() + 2 * wanted.writeBufferBytes(), 0, CACHE_SHARD_BITS, false));
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
            .setDataBlockHashTableUtilRatio(0.75)
            .setFilterPolicy(keep(new BloomFilter(BLOOM_BITS_PER_KEY)))
            .setBlockSize(BLOCK_BYTES)
            .setFormatVersion(5);
    this.options =
        keep(new Options())
            .setTableFormatConfig(tables)
            // One half is filled while the other is written to a file.
            .setWriteBufferSize(wanted.writeBufferBytes() / 2)
            .setMaxWriteBufferNumber(2)
            .setWriteBufferManager(
                keep(
                    new WriteBufferManager(
                        wanted.writeBufferBytes() + wanted.writeBufferBytes() / 2, cache)))
            .setMaxBytesForLevelBase(BASE_LEVEL_BYTES)
            .setLevel0FileNumCompactionTrigger(COMPACTED_TOGETHER)
            // The list of files names keys, so none but the newest list may stay.
            .setMaxManifestFileSize(1)
            // Most keys that are asked for are not there; without this, each asks for a search.
            .setMemtablePrefixBloomSizeRatio(MEMORY_BLOOM_SHARE)
            .setMemtableWholeKeyFiltering(true)
            // There is one writer, whose sorted batches then find their place from key to key.
            .setAllowConcurrentMemtableWrite(false)
            .setMaxOpenFiles(MAX_OPEN_FILES)
            .setMaxBackgroundJobs(2)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setLevelCompactionDynamicLevelBytes(true)
            .setBytesPerSync(MIB)
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MIB)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
  }

  private <T extends AbstractNativeReference> T keep(T part) {
    parts.push(part);
    return part;
  }

  RocksDB open(Path folder, boolean fresh) throws RocksDBException {
    options.setCreateIfMissing(fresh).setErrorIfExists(fresh);
    return RocksDB.open(options, folder.toString());
  }

  /** Tells RocksDB's own figures. */
  static void tell(RocksDB db, BiConsumer<String, Long> figure) throws RocksDBException {
    figure.accept("file.table-bytes", db.getLongProperty("rocksdb.total-sst-files-size"));
    figure.accept(
        "file.running-compactions", db.getLongProperty("rocksdb.num-running-compactions"));
    figure.accept("memory.cache-bytes", db.getLongProperty("rocksdb.block-cache-usage"));
    figure.accept("memory.unsaved-bytes", db.getLongProperty("rocksdb.cur-size-all-mem-tables"));
  }

  /** Writes all that is in memory to files. */
  static void flush(RocksDB db) throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options);
    }
  }

  /** Writes the files of a range anew, without what was deleted or overwritten in it. */
  static void rewrite(RocksDB db, KeyRange range) throws RocksDBException {
    flush(db);
    byte[] from = range.from().isEmpty() ? null : range.from().toArray();
    byte[] to = range.to().map(Bytes::toArray).orElse(null);
    try (CompactRangeOptions options =
        new CompactRangeOptions()
            .setBottommostLevelCompaction(
                CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)
            .setExclusiveManualCompaction(true)) {
      db.compactRange(db.getDefaultColumnFamily(), from, to, options);
    }
  }

  /** Deletes now what would else be deleted with the next flush or compaction. */
  static void deleteObsoleteFiles(RocksDB db) throws RocksDBException {
    db.disableFileDeletions();
    db.enableFileDeletions();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
