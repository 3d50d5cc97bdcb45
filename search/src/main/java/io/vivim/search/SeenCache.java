package io.vivim.search;

import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * What readers' filters let through, by segment, so that a reader who asks again is answered from
 * it. Those that were not asked for the longest time go first; those of a segment that is no more
 * go with it. Safe for many threads.
 */
final class SeenCache {
  /** Bytes kept at most: a million embeddings of 384 dimensions, and the filters of a thousand. */
  static final long MAX_BYTES = 64L * 1024 * 1024;

  /** What an entry takes besides its content, about. */
  private static final long ENTRY_BYTES = 512;

  /**
   * What something was made from.
   *
   * @param segment Lucene's key of a segment without its deletions
   */
  private record Key(IndexReader.CacheKey segment, Query filter) {}

  /**
   * What is known of a filter in a segment.
   *
   * @param signs those of what is seen, where the filter is for all embeddings by a model
   */
  record Entry(Seen seen, @Nullable Signs signs) {
    private long bytes() {
      return ENTRY_BYTES + seen.bytes() + (signs == null ? 0 : signs.bytes());
    }
  }

  private final long maxBytes;

  // All below is guarded by this.
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<IndexReader.CacheKey> segments = new HashSet<>();
  private long bytes;

  SeenCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized @Nullable Entry get(IndexReader.CacheHelper segment, Query filter) {
    return entries.get(new Key(segment.getKey(), filter));
  }

  /** Keeps an entry, or puts it in another's place. */
  void put(IndexReader.CacheHelper segment, Query filter, Entry entry) throws IOException {
    boolean isNew;
    synchronized (this) {
      isNew = segments.add(segment.getKey());
      replace(new Key(segment.getKey(), filter), entry);
      Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
      while (bytes > maxBytes && oldest.hasNext()) {
        bytes -= oldest.next().getValue().bytes();
        oldest.remove();
      }
    }
    if (isNew) {
      segment.addClosedListener(this::forget);
    }
  }

  private void replace(Key key, Entry entry) {
    Entry before = entries.put(key, entry);
    bytes += entry.bytes() - (before == null ? 0 : before.bytes());
  }

  private synchronized void forget(IndexReader.CacheKey segment) {
    segments.remove(segment);
    entries
        .entrySet()
        .removeIf(
            entry -> {
              boolean isOfIt = entry.getKey().segment() == segment;
              bytes -= isOfIt ? entry.getValue().bytes() : 0;
              return isOfIt;
            });
  }

  synchronized long bytes() {
    return bytes;
  }
}
