package io.vivim.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;

/** Lucene's index while it is open: changes go in, and become visible, durable or expunged. */
final class OpenedIndex {
  /** Documents outside of the largest segment, of all. */
  private static final double MAX_SHARE_BESIDE = 0.2;

  private final Directory directory;
  private final QuietMerges merges;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Progress found;

  /** Held for reading by every question, so that who holds it for writing knows of none. */
  private final ReadWriteLock questions = new ReentrantReadWriteLock();

  private OpenedIndex(
      Directory directory,
      QuietMerges merges,
      IndexWriter writer,
      SearcherManager searchers,
      Progress found) {
    this.directory = directory;
    this.merges = merges;
    this.writer = writer;
    this.searchers = searchers;
    this.found = found;
  }

  /** Something to do with one state of the index. */
  @FunctionalInterface
  interface Question<T> {
    T ask(IndexSearcher searcher) throws IOException;
  }

  static OpenedIndex open(Directory directory, IndexSettings settings, Progress found)
      throws IOException {
    QuietMerges merges = new QuietMerges();
    IndexWriter writer = new IndexWriter(directory, settings.writing(merges));
    try {
      SearcherManager searchers = new SearcherManager(writer, settings.reading());
      return new OpenedIndex(directory, merges, writer, searchers, found);
    } catch (IOException | RuntimeException e) {
      writer.rollback();
      throw e;
    }
  }

  /** How far the commit came that this was opened from. */
  Progress found() {
    return found;
  }

  void change(Change change) throws IOException {
    if (change instanceof Change.Put put) {
      writer.updateDocument(Fields.id(put.entity()), Fields.document(put.document()));
    } else {
      writer.deleteDocuments(Fields.id(change.entity()));
    }
  }

  /** Makes all changes durable; nobody changes anything meanwhile. */
  void commit(Progress progress) throws IOException {
    Map<String, String> data = new HashMap<>(progress.data());
    writer.setLiveCommitData(data.entrySet());
    writer.commit();
  }

  /** Makes the changes visible that were there before the call. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  <T> T ask(Question<T> question) throws IOException {
    Lock asking = questions.readLock();
    asking.lock();
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return question.ask(searcher);
      } finally {
        searchers.release(searcher);
      }
    } finally {
      asking.unlock();
    }
  }

  /**
   * Rewrites every segment that holds something deleted. A merge that began before a deletion
   * carries the deleted along, and its segments are left out of the rewriting; so those are waited
   * for first. Those that begin later leave it behind, and are waited for at the end.
   */
  void rewrite() throws IOException {
    writer.flush();
    merges.sync();
    writer.forceMergeDeletes(true);
    merges.sync();
  }

  /**
   * Whether enough lies beside the largest segment to be worth joining to it. Each segment has
   * terms of its own, all of which a question looks up; and joining only what adds a share to the
   * whole rewrites each document a few times in its life, however large the index grows.
   */
  boolean isScattered() throws IOException {
    return ask(
        searcher -> {
          int largest = 0;
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            largest = Math.max(largest, leaf.reader().maxDoc());
          }
          int all = searcher.getIndexReader().maxDoc();
          return all - largest > all * MAX_SHARE_BESIDE;
        });
  }

  /** Joins everything to one segment, which rewrites it all. */
  void compact() throws IOException {
    writer.forceMerge(1);
  }

  /** Deletes the files that no commit has any more, as soon as no question reads them. */
  void deleteLeftovers() throws IOException {
    refresh();
    Lock nobody = questions.writeLock();
    nobody.lock();
    try {
      writer.deleteUnusedFiles();
    } finally {
      nobody.unlock();
    }
  }

  /** Ends merges as they are; what was committed stays. */
  void close() throws IOException {
    try {
      searchers.close();
      writer.rollback();
    } finally {
      directory.close();
    }
  }
}
