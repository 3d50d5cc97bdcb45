package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file of entries, the later ones of which take the place of earlier ones.
 *
 * <pre>
 *   "vivimps1"
 *   ( size, 4 bytes | CRC-32C of size and entry, 4 bytes | entry )*      numbers big-endian
 * </pre>
 *
 * <p>Entries are appended. A crash in the middle of one leaves a piece that is no entry; it is cut
 * off when the file is opened, with whatever stands behind it. Rewriting makes another file beside
 * it, has the disk keep that, and puts it in the place of the old one: a crash before leaves the
 * old one, and a file that nobody misses. For one thread at a time.
 */
final class PeerFile implements Closeable {
  static final Bytes MAGIC = Bytes.utf8("vivimps1");

  private static final int HEAD_BYTES = 2 * Integer.BYTES;
  private static final Set<StandardOpenOption> OPENING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path path;
  private final Disk disk;
  private final FileChannel lockFile;
  private FileChannel file;
  private long size;

  private PeerFile(Path path, Disk disk, FileChannel lockFile, FileChannel file) {
    this.path = path;
    this.disk = disk;
    this.lockFile = lockFile;
    this.file = file;
  }

  /** Opens the file, or makes it, for its owner alone; nobody else may have it open. */
  static PeerFile open(Path path, Disk disk) throws IOException {
    FileChannel lockFile = FileChannel.open(beside(path, ".lock"), OPENING, forOwner());
    try {
      lock(lockFile, path);
      Files.deleteIfExists(beside(path, ".new"));
      return new PeerFile(path, disk, lockFile, FileChannel.open(path, OPENING, forOwner()));
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static void lock(FileChannel lockFile, Path path) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        throw new IOException("in use by another process: " + path);
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("in use by this process: " + path, e);
    }
  }

  private static Path beside(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  private static FileAttribute<?>[] forOwner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Reads all entries, and cuts off what is none. */
  List<Bytes> read() throws IOException {
    Bytes magic = readAt(0, (int) Math.min(file.size(), MAGIC.size()));
    if (!MAGIC.startsWith(magic)) {
      throw new IOException("no store of peers, or one of a later version: " + path);
    }
    if (magic.size() < MAGIC.size()) {
      file.truncate(0);
      write(file, 0, MAGIC);
    }
    size = MAGIC.size();
    List<Bytes> entries = new ArrayList<>();
    Optional<Bytes> next = next();
    while (next.isPresent()) {
      entries.add(next.get());
      size += HEAD_BYTES + next.get().size();
      next = next();
    }
    file.truncate(size);
    return entries;
  }

  private Optional<Bytes> next() throws IOException {
    if (file.size() - size < HEAD_BYTES) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(readAt(size, HEAD_BYTES).toArray());
    int length = head.getInt();
    int crc = head.getInt();
    boolean fits =
        length >= 0 && length <= PeerEntry.MAX_BYTES && length <= file.size() - size - HEAD_BYTES;
    if (!fits) {
      return Optional.empty();
    }
    Bytes entry = readAt(size + HEAD_BYTES, length);
    return crc(entry) == crc ? Optional.of(entry) : Optional.empty();
  }

  private Bytes readAt(long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining() && file.read(into, at + into.position()) >= 0) {
      // Goes on until all is here.
    }
    return Bytes.copyOf(into.array(), 0, into.position());
  }

  private static int crc(Bytes entry) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, entry.size()));
    crc.update(entry.toArray());
    return (int) crc.getValue();
  }

  static Bytes framed(Bytes entry) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).putInt(entry.size()).putInt(crc(entry));
    return Bytes.concat(Bytes.owning(head.array()), entry);
  }

  /** Appends entries, which the system writes when it likes. */
  void append(Collection<Bytes> entries) throws IOException {
    Bytes all = Bytes.concat(entries.stream().map(PeerFile::framed).toArray(Bytes[]::new));
    write(file, size, all);
    size += all.size();
  }

  private void write(FileChannel to, long at, Bytes bytes) throws IOException {
    disk.write(to, at, ByteBuffer.wrap(bytes.toArray()));
  }

  /** Leaves only these entries. */
  void rewrite(Collection<Bytes> entries) throws IOException {
    Path newer = beside(path, ".new");
    Files.deleteIfExists(newer);
    FileChannel made = FileChannel.open(newer, OPENING, forOwner());
    try {
      long at = MAGIC.size();
      write(made, 0, MAGIC);
      for (Bytes entry : entries) {
        Bytes framed = framed(entry);
        write(made, at, framed);
        at += framed.size();
      }
      disk.force(made);
      disk.replace(path, newer);
      file.close();
      file = made;
      size = at;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    try {
      disk.force(file);
      file.close();
    } finally {
      lockFile.close();
    }
  }
}
