package io.vivim.search;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The folder of an index. An index holds nothing that the log does not, so one that is damaged or
 * of another version is deleted, and only files with Lucene's names are.
 */
final class IndexFolder {
  /** Lies there when the index was found damaged while it was open. */
  private static final String DAMAGED = "damaged";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  IndexFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens what is there, or something empty in its place. */
  OpenedIndex open(IndexSettings settings, String origin) {
    try {
      make();
      Directory directory = FSDirectory.open(folder);
      try {
        return open(directory, settings, origin);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (LockObtainFailedException e) {
      throw new SearchException(
          SearchError.IN_USE, "another process has the search index open: " + folder, e);
    } catch (IOException e) {
      throw SearchException.of(e);
    }
  }

  private OpenedIndex open(Directory directory, IndexSettings settings, String origin)
      throws IOException {
    Optional<Progress> progress = inspect(directory).filter(found -> found.origin().equals(origin));
    if (progress.isPresent()) {
      try {
        return OpenedIndex.open(directory, settings, progress.get());
      } catch (IOException | RuntimeException e) {
        if (!isDamage(e)) {
          throw e;
        }
      }
    }
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      lock.ensureValid();
      deleteAll(directory);
    }
    return OpenedIndex.open(directory, settings, Progress.none(origin));
  }

  /** How far the last commit came; nothing where it is of no use. */
  private Optional<Progress> inspect(Directory directory) throws IOException {
    if (Files.exists(folder.resolve(DAMAGED)) || !DirectoryReader.indexExists(directory)) {
      return Optional.empty();
    }
    try {
      return Progress.of(SegmentInfos.readLatestCommit(directory).getUserData());
    } catch (IOException | RuntimeException e) {
      if (!isDamage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether the files are to blame, and not the disk or another process. */
  private static boolean isDamage(Exception e) {
    return e instanceof RuntimeException
        || e instanceof CorruptIndexException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException
        || e instanceof EOFException
        || e instanceof FileNotFoundException
        || e instanceof NoSuchFileException;
  }

  private void deleteAll(Directory directory) throws IOException {
    for (String name : directory.listAll()) {
      boolean isOfLucene =
          IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches()
              || name.startsWith(IndexFileNames.SEGMENTS)
              || name.startsWith(IndexFileNames.PENDING_SEGMENTS);
      if (isOfLucene) {
        directory.deleteFile(name);
      }
    }
    // Last, so that a crash in between leaves it to be done again.
    Files.deleteIfExists(folder.resolve(DAMAGED));
  }

  /** The folder, closed to others: Lucene makes files in it as the system does by itself. */
  private void make() throws IOException {
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder))) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  /** Makes the next opening start from nothing. */
  void markDamaged() throws IOException {
    make();
    Path mark = folder.resolve(DAMAGED);
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
  }
}
