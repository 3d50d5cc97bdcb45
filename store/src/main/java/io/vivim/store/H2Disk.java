package io.vivim.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.h2.mvstore.Cursor;

/**
 * The tree and the log of a store in H2, and the steps in which they become durable. For the one
 * who changes the store.
 *
 * <p>A commit is durable when it is in the log. Now and then the tree is saved, with the number of
 * a new log, and the old log goes. A crash at any point leaves a saved tree and the one log that it
 * names, and every record of that log is applied to it when the store is opened.
 */
final class H2Disk {
  /** Where the same keys change over and over, the log is what grows. */
  private static final int LOG_BYTES_PER_BUFFER_BYTE = 4;

  /** How much a tree that is being written holds in memory. */
  private static final long REWRITE_BYTES = 16 * 1024 * 1024;

  private final H2Files files;
  private final StoreOptions options;
  private H2Tree tree;
  private long treeNumber;
  private H2Log log;

  private H2Disk(H2Files files, StoreOptions options, H2Tree tree, long treeNumber, H2Log log) {
    this.files = files;
    this.options = options;
    this.tree = tree;
    this.treeNumber = treeNumber;
    this.log = log;
  }

  /** New files; until this returns, none of them counts. */
  static H2Disk create(Path folder, StoreOptions options) throws IOException {
    H2Files files = new H2Files(folder);
    H2Log log = H2Log.create(files, 1);
    H2Tree tree = H2Tree.create(files.tree(1), options);
    tree.save(log.number());
    tree.close();
    files.syncNames();
    return new H2Disk(files, options, H2Tree.open(files.tree(1), options), 1, log);
  }

  /** The files as they were left, with every commit of the log in the tree. */
  static H2Disk open(Path folder, StoreOptions options, StoreFailures failures) throws IOException {
    H2Files files = new H2Files(folder);
    long number =
        files
            .newestTree()
            .orElseThrow(() -> failures.of(StoreError.CORRUPT, "the store's files are missing"));
    H2Tree tree = H2Tree.open(files.tree(number), options);
    try {
      Path path = files.log(tree.log());
      if (tree.log() == 0 || !Files.exists(path)) {
        throw failures.of(
            StoreError.CORRUPT,
            "the store's files are damaged (log " + tree.log() + " is missing)");
      }
      // Before anything is written: until now, any of the files may have been needed.
      files.removeOthers(number, tree.log());
      H2Log log = H2Log.replay(path, tree.log(), failures, tree::apply);
      H2Disk disk = new H2Disk(files, options, tree, number, log);
      if (!log.isEmpty()) {
        disk.save();
      }
      tree.publish();
      return disk;
    } catch (IOException | RuntimeException e) {
      tree.abandon();
      throw e;
    }
  }

  H2Tree tree() {
    return tree;
  }

  /** Makes a batch durable, or fails and may leave a torn record. */
  void log(Batch batch, Durability durability) throws IOException {
    log.append(BatchBytes.of(batch));
    if (durability == Durability.SYNC) {
      log.sync();
    }
  }

  /** Whether enough has come together to be saved. */
  boolean isSaveDue() {
    return tree.unsavedBytes() >= options.writeBufferBytes()
        || log.size() >= LOG_BYTES_PER_BUFFER_BYTE * options.writeBufferBytes();
  }

  /** Saves the tree and begins a new log. A crash in between leaves one too many of either. */
  void save() throws IOException {
    H2Log next = H2Log.create(files, log.number() + 1);
    tree.save(next.number());
    log.delete();
    log = next;
  }

  /** Saves the tree, and leaves some work of keeping the file small for the next time. */
  void saveAndTidy() throws IOException {
    save();
    tree.tidy(options.writeBufferBytes() / 2);
  }

  /**
   * Writes the tree anew into a file that has nothing but its entries, and puts that in the old
   * one's place. The rename is the step that counts: before it the old tree and log stand, after it
   * the new ones, and what is left of the others goes when the store is opened.
   *
   * @return the old tree, which readers may still use; its file is gone
   */
  H2Tree rewrite() throws IOException {
    long next = log.number() + 1;
    Path fresh = files.newTree(treeNumber + 1);
    Path path = files.tree(treeNumber + 1);
    Files.deleteIfExists(fresh);
    try (H2Tree target = H2Tree.create(fresh, options)) {
      Cursor<byte[], byte[]> all = tree.all();
      while (all.hasNext()) {
        byte[] key = all.next();
        target.add(key, all.getValue());
        if (target.unsavedBytes() > REWRITE_BYTES) {
          target.save();
        }
      }
      target.save(next);
    }
    H2Log nextLog = H2Log.create(files, next);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    H2Tree old = tree;
    tree = H2Tree.open(path, options);
    treeNumber++;
    log.close();
    log = nextLog;
    files.removeOthers(treeNumber, next);
    return old;
  }

  /** Saves all and closes the files. */
  void close() throws IOException {
    try {
      if (!log.isEmpty()) {
        save();
      }
      tree.close();
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
    log.close();
  }

  /** Closes the files as they are, because of a failure. */
  void abandon(Throwable failure) {
    tree.abandon();
    try {
      log.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
