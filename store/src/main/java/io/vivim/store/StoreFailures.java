package io.vivim.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * What the operating system and the engines report of one store, told as the errors of the port:
 * each one sentence that names the place.
 */
final class StoreFailures {
  /** What operating systems say in English of ENOSPC, EDQUOT and EFBIG. */
  private static final List<String> FULL =
      List.of("no space left", "not enough space", "quota exceeded", "file too large");

  /** The same for EROFS, EACCES and EPERM. */
  private static final List<String> CLOSED_TO_US =
      List.of("read-only file system", "permission denied", "operation not permitted");

  private static final int MAX_CAUSES = 8;

  private final String place;

  StoreFailures(String place) {
    this.place = place;
  }

  StoreException of(StoreError error, String what) {
    return of(error, what, null);
  }

  StoreException of(StoreError error, String what, @Nullable Throwable cause) {
    return new StoreException(error, what + ": " + place, cause);
  }

  StoreException closed() {
    return of(StoreError.CLOSED, "the store is closed");
  }

  /**
   * The store is closed because of an earlier failure, whose error stays that of all that is asked
   * for after it: whoever hears of it late hears the same.
   */
  StoreException closedBy(Throwable failure) {
    StoreException first = of(failure);
    return new StoreException(
        first.error(), first.getMessage() + "; the store must be opened again", failure);
  }

  /** The error for what an engine or the file system threw. */
  StoreException of(Throwable thrown) {
    if (thrown instanceof StoreException already) {
      return already;
    }
    StoreError error = kind(thrown);
    String what =
        switch (error) {
          case DISK_FULL -> "the disk is full, or the share of it that this process may use";
          case READ_ONLY -> "the store cannot be written to";
          case CLOSED -> "the store is closed";
          case IN_USE -> "the store is open in another process";
          case CORRUPT -> "the store's files are damaged (" + detail(thrown) + ")";
          case NEWER_VERSION -> "the store's files have a format that this version does not know";
          default -> "the store failed (" + detail(thrown) + ")";
        };
    return of(error, what, thrown);
  }

  private static StoreError kind(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      StoreError error = kindOfOne(cause);
      if (error != StoreError.FAILED) {
        return error;
      }
      cause = cause.getCause();
    }
    return StoreError.FAILED;
  }

  private static StoreError kindOfOne(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    boolean outer = thrown instanceof IOException || thrown instanceof RocksDBException;
    if (outer && FULL.stream().anyMatch(message::contains)) {
      return StoreError.DISK_FULL;
    }
    if (thrown instanceof AccessDeniedException
        || thrown instanceof ReadOnlyFileSystemException
        || (outer && CLOSED_TO_US.stream().anyMatch(message::contains))) {
      return StoreError.READ_ONLY;
    }
    if (thrown instanceof ClosedChannelException) {
      return StoreError.CLOSED;
    }
    if (thrown instanceof RocksDBException rocks) {
      return kindOf(rocks.getStatus());
    }
    return thrown instanceof MVStoreException h2 ? kindOf(h2) : StoreError.FAILED;
  }

  private static StoreError kindOf(@Nullable Status status) {
    if (status == null) {
      return StoreError.FAILED;
    }
    if (status.getSubCode() == Status.SubCode.NoSpace) {
      return StoreError.DISK_FULL;
    }
    return switch (status.getCode()) {
      case Corruption -> StoreError.CORRUPT;
      case ShutdownInProgress -> StoreError.CLOSED;
      default -> StoreError.FAILED;
    };
  }

  private static StoreError kindOf(MVStoreException thrown) {
    return switch (thrown.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED -> StoreError.IN_USE;
      case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND -> StoreError.CORRUPT;
      case DataUtils.ERROR_UNSUPPORTED_FORMAT -> StoreError.NEWER_VERSION;
      // What was thrown first is among the causes, and tells more, unless this is all there is.
      case DataUtils.ERROR_CLOSED ->
          thrown.getCause() == null ? StoreError.CLOSED : StoreError.FAILED;
      default -> StoreError.FAILED;
    };
  }

  /** The engine's own words in one line. */
  private static String detail(Throwable thrown) {
    String words = thrown.getMessage();
    return (words == null ? thrown.getClass().getSimpleName() : words)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
