package io.vivim.did;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A directory of keys, one encrypted file each, readable by their owner alone.
 *
 * <p>A file is written beside its place, forced to the disk, and moved there in one step, so a
 * crash leaves either no key or a whole one. Writers take turns by a lock on the directory, across
 * processes too.
 */
public final class KeyStore {
  /** Of a note, which is a line. */
  public static final int MAX_NOTE_BYTES = 256;

  private static final String SUFFIX = ".key";
  private static final String NOTE_SUFFIX = ".note";
  private static final String LOCK_FILE = ".lock";
  private static final String NEW_FILE = ".new";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  /** Argon2id's figures for keys that are sealed here; files bring their own. */
  private final int memoryKib;

  private final int passes;

  private KeyStore(Path directory, int memoryKib, int passes) {
    this.directory = directory;
    this.memoryKib = memoryKib;
    this.passes = passes;
  }

  /** The store in this directory, which need not exist yet. */
  public static KeyStore at(Path directory) {
    return new KeyStore(directory, KeyDerivation.MEMORY_KIB, KeyDerivation.PASSES);
  }

  /** A store whose passphrases are cheap to try, for tests. */
  static KeyStore cheaplyAt(Path directory) {
    return new KeyStore(directory, 64, 1);
  }

  /** The names of all keys, sorted; whether each can be read, {@link #did} tells. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        names.add(fileName.substring(0, fileName.length() - SUFFIX.length()));
      }
    } catch (NoSuchFileException e) {
      return names;
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** The DID of a key. */
  public DidKey did(String name) throws IOException, KeyStoreException {
    return read(name).did();
  }

  /** The key, ready to sign. */
  public SigningKey open(String name, Passphrase passphrase) throws IOException, KeyStoreException {
    return read(name).open(passphrase);
  }

  /** Keeps a key under a name that is free. */
  public void add(String name, SigningKey key, Passphrase passphrase)
      throws IOException, KeyStoreException {
    byte[] salt =
        SecretBytes.randomBytes(KeyDerivation.SALT_BYTES)
            .toByteArray(InsecureSecretKeyAccess.get());
    KeyDerivation kdf =
        new KeyDerivation(Bytes.copyOf(salt), memoryKib, passes, KeyDerivation.LANES);
    write(name, KeyFile.seal(key, passphrase, kdf).encode());
  }

  /** The encrypted file of a key, for a backup or another machine. */
  public Bytes exportFile(String name) throws IOException, KeyStoreException {
    return read(name).encode();
  }

  /** Keeps a file that {@link #exportFile} gave, still under its own passphrase. */
  public void importFile(String name, Bytes file) throws IOException, KeyStoreException {
    write(name, KeyFile.decode(file).encode());
  }

  /** Removes a key; without a copy elsewhere its identity is lost. */
  public void remove(String name) throws IOException, KeyStoreException {
    Path file = fileOf(name);
    if (Files.notExists(file)) {
      throw new KeyStoreException(KeyStoreError.NO_SUCH_KEY);
    }
    alone(
        () -> {
          if (!Files.deleteIfExists(file)) {
            throw new KeyStoreException(KeyStoreError.NO_SUCH_KEY);
          }
          forceDirectory();
          return true;
        });
  }

  /**
   * What is noted of a key here, whatever its names are and even where it was removed; nothing of
   * one that was only ever brought here.
   */
  public Optional<String> noteOf(DidKey key) throws IOException {
    try (InputStream in = Files.newInputStream(noteFile(key))) {
      return Optional.of(
          new String(in.readNBytes(MAX_NOTE_BYTES + 1), StandardCharsets.UTF_8).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Notes something of a key, durably, in the place of what was noted before.
   *
   * @param before what the caller knows of as noted
   * @return false where something else is noted by now, which stays
   */
  public boolean note(DidKey key, Optional<String> before, String after) throws IOException {
    Bytes line = Bytes.utf8(after + "\n");
    if (line.size() > MAX_NOTE_BYTES) {
      throw new IllegalArgumentException("a note of " + line.size() + " bytes");
    }
    return alone(
        () -> {
          boolean isAsKnown = noteOf(key).equals(before);
          if (isAsKnown) {
            put(noteFile(key), line);
          }
          return isAsKnown;
        });
  }

  private Path noteFile(DidKey key) {
    return directory.resolve(key.multikey() + NOTE_SUFFIX);
  }

  private KeyFile read(String name) throws IOException, KeyStoreException {
    Path file = fileOf(name);
    try {
      if (Files.isDirectory(file)) {
        throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
      }
      if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new KeyStoreException(KeyStoreError.OPEN_TO_OTHERS);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return KeyFile.decode(Bytes.copyOf(in.readNBytes(KeyFile.MAX_FILE_BYTES + 1)));
      }
    } catch (NoSuchFileException e) {
      throw new KeyStoreException(KeyStoreError.NO_SUCH_KEY);
    }
  }

  private void write(String name, Bytes content) throws IOException, KeyStoreException {
    Path file = fileOf(name);
    alone(
        () -> {
          if (Files.exists(file)) {
            throw new KeyStoreException(KeyStoreError.NAME_TAKEN);
          }
          put(file, content);
          return true;
        });
  }

  private void put(Path file, Bytes content) throws IOException {
    Path fresh = directory.resolve(NEW_FILE);
    // A crash from here on leaves a file that nobody reads and the next writer replaces.
    Files.deleteIfExists(fresh);
    writeForced(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    // A crash from here on may lose the new name, never the half of a file.
    forceDirectory();
  }

  private void writeForced(Path file, Bytes content) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            onlyFor(OWNER_ONLY))) {
      ByteBuffer rest = ByteBuffer.wrap(content.toArray());
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }

  /** Runs one change while no other writer, in this process or another, is at work. */
  private <E extends Exception> boolean alone(Change<E> change) throws IOException, E {
    Files.createDirectories(directory, onlyFor(OWNER_DIRECTORY));
    // A file lock keeps out other processes only; within this one it has to be asked for in turn.
    synchronized (KeyStore.class) {
      try (FileChannel channel =
          FileChannel.open(
              directory.resolve(LOCK_FILE),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              onlyFor(OWNER_ONLY))) {
        channel.lock();
        return change.make();
      }
    }
  }

  private interface Change<E extends Exception> {
    boolean make() throws IOException, E;
  }

  private void forceDirectory() throws IOException {
    if (isPosix()) {
      try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }
  }

  private Path fileOf(String name) throws KeyStoreException {
    if (!NAME.matcher(name).matches()) {
      throw new KeyStoreException(KeyStoreError.BAD_NAME);
    }
    return directory.resolve(name + SUFFIX);
  }

  private FileAttribute<?>[] onlyFor(Set<PosixFilePermission> permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
