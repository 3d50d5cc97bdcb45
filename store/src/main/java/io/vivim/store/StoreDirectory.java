package io.vivim.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds one store, kept for this process alone while it is open.
 *
 * <pre>
 *   vivim-store   says what lies here: {@link StoreFormat}
 *   lock          locked by the process that has the store open
 *   owner         names the running program that has it open
 *   sealed        a number that the engine must find again; only while the store is closed
 *   engine/       the engine's own files
 * </pre>
 */
final class StoreDirectory implements AutoCloseable {
  private static final String FORMAT_FILE = "vivim-store";
  private static final String LOCK_FILE = "lock";
  private static final String OWNER_FILE = "owner";
  private static final String SEAL_FILE = "sealed";
  private static final String ENGINE_FOLDER = "engine";
  private static final Set<String> NAMES =
      Set.of(FORMAT_FILE, LOCK_FILE, OWNER_FILE, SEAL_FILE, ENGINE_FOLDER);

  /** Behind the name of a file that is being written. */
  private static final String UNFINISHED = ".new";

  /** Tells this run of the program from all others, past and present. */
  private static final String THIS_RUN = UUID.randomUUID().toString();

  private final Path path;
  private final StoreFailures failures;
  private final FileChannel lock;

  private StoreDirectory(Path path, StoreFailures failures, FileChannel lock) {
    this.path = path;
    this.failures = failures;
    this.lock = lock;
  }

  /** The directory, made where there is none. */
  static StoreDirectory create(Path directory) {
    StoreFailures failures = new StoreFailures(directory.toString());
    try {
      OwnerOnly.makeFolder(directory);
    } catch (IOException e) {
      throw failures.of(e);
    }
    return lock(directory, failures);
  }

  /** The directory of a store that must be there. */
  static StoreDirectory existing(Path directory) {
    StoreFailures failures = new StoreFailures(directory.toString());
    if (!Files.exists(directory.resolve(FORMAT_FILE))) {
      throw failures.of(StoreError.MISSING, "there is no store here");
    }
    return lock(directory, failures);
  }

  /** What the file that says so says lies in a directory, without opening anything. */
  static Optional<StoreFormat> formatOf(Path directory) {
    return readFormat(directory, new StoreFailures(directory.toString()));
  }

  /** Whether a store was made in a directory, or somebody began to. */
  static boolean isBegun(Path directory) {
    return Files.exists(directory.resolve(FORMAT_FILE))
        || Files.exists(directory.resolve(FORMAT_FILE + UNFINISHED));
  }

  /** Whether what lies in a directory under a name may be a store's. */
  static boolean isName(String name) {
    boolean isUnfinished = name.endsWith(UNFINISHED);
    return NAMES.contains(
        isUnfinished ? name.substring(0, name.length() - UNFINISHED.length()) : name);
  }

  /**
   * A process loses its lock on a file when it closes any channel to it, so another part of this
   * process must not even try: the owner's file tells it, and this method runs once at a time.
   */
  private static synchronized StoreDirectory lock(Path directory, StoreFailures failures) {
    FileChannel channel = null;
    try {
      Path path = directory.toRealPath();
      if (owner(path).equals(THIS_RUN + " " + path)) {
        throw failures.of(StoreError.IN_USE, "the store is open already in this process");
      }
      channel = OwnerOnly.open(path.resolve(LOCK_FILE));
      if (channel.tryLock() == null) {
        throw failures.of(StoreError.IN_USE, "the store is open in another process");
      }
      closeToOthers(path);
      Files.writeString(path.resolve(OWNER_FILE), THIS_RUN + " " + path);
      return new StoreDirectory(path, failures, channel);
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
      throw failures.of(StoreError.IN_USE, "the store is open already in this process", e);
    } catch (IOException e) {
      closeQuietly(channel);
      throw failures.of(e);
    } catch (StoreException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  /** The engine makes files as the system does by itself, so its folder is closed as a whole. */
  private static void closeToOthers(Path path) throws IOException {
    OwnerOnly.makeFile(path.resolve(OWNER_FILE));
    if (Files.isDirectory(path.resolve(ENGINE_FOLDER))) {
      OwnerOnly.closeFolder(path.resolve(ENGINE_FOLDER));
    }
  }

  private static String owner(Path path) throws IOException {
    try {
      return Files.readString(path.resolve(OWNER_FILE));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // What went wrong before is what is told.
      }
    }
  }

  StoreFailures failures() {
    return failures;
  }

  /** The folder of the engine's files. */
  Path engineFolder() {
    return path.resolve(ENGINE_FOLDER);
  }

  /** What lies here; empty where nothing was made yet. */
  Optional<StoreFormat> format() {
    return readFormat(path, failures);
  }

  private static Optional<StoreFormat> readFormat(Path path, StoreFailures failures) {
    byte[] bytes;
    try (var in = Files.newInputStream(path.resolve(FORMAT_FILE))) {
      bytes = in.readNBytes(StoreFormat.MAX_BYTES);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.of(e);
    }
    return Optional.of(StoreFormat.parse(new String(bytes, StandardCharsets.UTF_8), failures));
  }

  /** Says what lies here. */
  void write(StoreFormat format) {
    write(FORMAT_FILE, format.text());
  }

  /** Notes, while the store is being closed, what its engine must find when it is opened. */
  void seal(long number) {
    write(SEAL_FILE, number + "\n");
  }

  /** What was noted when the store was closed; empty where it was not closed in order. */
  Optional<Long> seal() {
    try {
      String text = Files.readString(path.resolve(SEAL_FILE));
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException | CharacterCodingException e) {
      throw failures.of(StoreError.CORRUPT, "the store's files are damaged (seal)", e);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  /** Forgets what was noted, before anything changes. */
  void breakSeal() {
    try {
      if (Files.deleteIfExists(path.resolve(SEAL_FILE))) {
        sync(path);
      }
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  /** Writes a small file as a whole or not at all, whatever happens meanwhile. */
  private void write(String name, String text) {
    Path fresh = path.resolve(name + UNFINISHED);
    try {
      OwnerOnly.makeFile(fresh);
      // Not a channel, which a thread that was interrupted could not use.
      try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
      }
      Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      sync(path);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  /** Makes the names in a directory as durable as the files, where the system can do that. */
  static void sync(Path directory) {
    boolean interrupted = false;
    boolean again = true;
    while (again) {
      again = false;
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
        again = true;
      } catch (IOException e) {
        // Windows cannot open directories, and makes names durable by itself.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An empty folder for the engine, whatever a broken-off beginning left in it. */
  void clearEngineFolder() {
    breakSeal();
    try {
      deleteAll(engineFolder());
      OwnerOnly.closeFolder(engineFolder());
      sync(path);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException thrown)
              throws IOException {
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What the engine's files take up. */
  long diskBytes() {
    try (Stream<Path> files = Files.walk(engineFolder())) {
      return files.mapToLong(StoreDirectory::sizeOf).sum();
    } catch (IOException | UncheckedIOException e) {
      throw failures.of(e);
    }
  }

  /** Engines delete files at any time; one that is gone takes up nothing. */
  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    synchronized (StoreDirectory.class) {
      try {
        Files.deleteIfExists(path.resolve(OWNER_FILE));
      } catch (IOException e) {
        // A read-only disk: nobody here can open the store again, which would fail anyway.
      }
      closeQuietly(lock);
    }
  }
}
