package io.vivim.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders and files that nobody but their owner may enter or read, where the system can do that.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes a folder and those above it that are missing; one that is there stays as it is. */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, only(folder, FOLDER));
  }

  /** Makes a folder, or closes one that is there to others. */
  static void closeFolder(Path folder) throws IOException {
    makeFolder(folder);
    if (isOpenToOthers(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /** Opens a file to be written, made where there is none. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), only(file, FILE));
  }

  /** An empty file in the place of whatever was there. */
  public static void makeFile(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, only(file, FILE));
  }

  /** Whether others may enter or list a folder; never where the system does not know. */
  public static boolean isOpenToOthers(Path folder) throws IOException {
    return isPosix(folder) && !FOLDER.containsAll(Files.getPosixFilePermissions(folder));
  }

  private static FileAttribute<?>[] only(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
