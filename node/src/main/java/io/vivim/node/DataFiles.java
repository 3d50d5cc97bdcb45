package io.vivim.node;

import io.vivim.node.ledger.Search;
import io.vivim.node.rpc.BearerToken;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What lies in a data folder, by its name; so no folder of somebody else's is filled with files of
 * ours.
 */
final class DataFiles {
  /** What others hardly have, beside the store's own: a folder with one of these is ours. */
  private static final Set<String> MARKS = Set.of(BearerToken.FILE, RunningNode.FILE);

  /** Folders that may be there before the store is. */
  private static final Set<String> FOLDERS = Set.of(Search.FOLDER, KeyOptions.FOLDER);

  /** What systems put by themselves where a disk begins, or into each folder that somebody saw. */
  private static final Set<String> OF_SYSTEMS =
      Set.of(
          "lost+found",
          ".snapshot",
          ".snapshots",
          ".zfs",
          ".DS_Store",
          ".fseventsd",
          ".Spotlight-V100",
          ".Trashes",
          ".TemporaryItems",
          "System Volume Information",
          "$RECYCLE.BIN");

  /** Behind the name of a file that is being written. */
  private static final String UNFINISHED = ".new";

  private DataFiles() {}

  /**
   * Refuses a folder to make a store in that has something, and nothing of ours.
   *
   * @throws StoreException with words that say what to do
   */
  static void requireOurs(Path folder) {
    if (!Files.isDirectory(folder)
        || Stores.isBegun(folder)
        || MARKS.stream().anyMatch(mark -> Files.exists(folder.resolve(mark)))) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        requireExpected(folder, String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException | IOException e) {
      throw new StoreException(
          StoreError.FAILED, "nobody can tell what lies in the folder " + folder, e);
    }
  }

  private static void requireExpected(Path folder, String name) {
    if (!isExpected(name)) {
      throw new StoreException(
          StoreError.OTHER_USE,
          "there is no data of a node in "
              + folder
              + ", but files of others, such as '"
              + name
              + "': name an empty or a new folder, or one that a node made",
          null);
    }
  }

  /** Whether a folder of ours may have something of this name before it has a store. */
  static boolean isExpected(String name) {
    return Stores.isFileName(name)
        || FOLDERS.contains(name)
        || MARKS.contains(name)
        || MARKS.stream().anyMatch(mark -> name.equals(mark + UNFINISHED))
        || OF_SYSTEMS.contains(name)
        || name.startsWith(".Trash-");
  }
}
