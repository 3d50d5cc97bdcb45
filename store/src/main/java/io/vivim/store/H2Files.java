package io.vivim.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a store in H2, and which of them count.
 *
 * <pre>
 *   tree-N      the tree; of two, the higher number counts, and the other one is to go
 *   tree-N.new  one that is being written, and never counts
 *   log-N       the commits since the tree was saved; the tree names the one that counts
 * </pre>
 */
final class H2Files {
  private static final String TREE = "tree-";
  private static final String LOG = "log-";
  private static final String NEW = ".new";

  private final Path folder;

  H2Files(Path folder) {
    this.folder = folder;
  }

  Path tree(long number) {
    return folder.resolve(TREE + number);
  }

  Path newTree(long number) {
    return folder.resolve(TREE + number + NEW);
  }

  Path log(long number) {
    return folder.resolve(LOG + number);
  }

  /** The number of the tree that counts. */
  Optional<Long> newestTree() throws IOException {
    long newest = 0;
    for (Path file : list()) {
      newest = Math.max(newest, numberOf(file, TREE));
    }
    return newest == 0 ? Optional.empty() : Optional.of(newest);
  }

  /** Removes all but the tree and the log that count. */
  void removeOthers(long tree, long log) throws IOException {
    for (Path file : list()) {
      boolean ours = file.getFileName().toString().startsWith(TREE) || numberOf(file, LOG) > 0;
      if (ours && numberOf(file, TREE) != tree && numberOf(file, LOG) != log) {
        Files.deleteIfExists(file);
      }
    }
    syncNames();
  }

  /** Makes the files' names as durable as the files. */
  void syncNames() {
    StoreDirectory.sync(folder);
  }

  private List<Path> list() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      found.forEach(files::add);
    }
    return files;
  }

  /** The number in a name, 0 where it is another name. */
  private static long numberOf(Path file, String prefix) {
    String name = file.getFileName().toString();
    return name.startsWith(prefix) && name.substring(prefix.length()).matches("[1-9][0-9]{0,17}")
        ? Long.parseLong(name.substring(prefix.length()))
        : 0;
  }
}
