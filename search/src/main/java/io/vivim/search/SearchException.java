package io.vivim.search;

import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/** The index cannot do what was asked: the disk, the files or another process is in the way. */
public final class SearchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SearchError error;

  public SearchException(SearchError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  /** What an exception of Lucene or of the disk means. */
  static SearchException of(Exception cause) {
    if (isCorruption(cause)) {
      return new SearchException(SearchError.CORRUPT, "the search index is damaged", cause);
    }
    if (cause instanceof AlreadyClosedException) {
      return new SearchException(SearchError.CLOSED, "the search index is closed", cause);
    }
    return new SearchException(SearchError.FAILED, "the search index failed: " + cause, cause);
  }

  static SearchException closed() {
    return new SearchException(SearchError.CLOSED, "the search index is closed", null);
  }

  private static boolean isCorruption(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof CorruptIndexException) {
        return true;
      }
    }
    return false;
  }

  public SearchError error() {
    return error;
  }
}
