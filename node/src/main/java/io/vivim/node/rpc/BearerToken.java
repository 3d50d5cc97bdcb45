package io.vivim.node.rpc;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret by which a node knows its owner: 32 random bytes in hex, one line of a file that only
 * its owner can read; never printed.
 */
public final class BearerToken {
  /** The file's name in the data folder. */
  public static final String FILE = "rpc-token";

  private static final int TOKEN_BYTES = 32;
  private static final int MAX_FILE_BYTES = 128;
  private static final String SCHEME = "bearer ";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] hex;

  private BearerToken(String hex) {
    this.hex = hex.getBytes(StandardCharsets.US_ASCII);
  }

  /** The token of a file, made at the first start. */
  public static BearerToken in(Path file, SecureRandom random) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      byte[] fresh = new byte[TOKEN_BYTES];
      random.nextBytes(fresh);
      BearerToken token = new BearerToken(Bytes.owning(fresh).toHex());
      token.write(file);
      return token;
    }
  }

  private static BearerToken read(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_FILE_BYTES);
    }
    if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          file + " can be read by others; remove it, and the next start makes one");
    }
    String text = new String(content, StandardCharsets.US_ASCII).strip();
    if (!text.matches("[0-9a-f]{" + 2 * TOKEN_BYTES + "}")) {
      throw new IOException(file + " holds no token; remove it, and the next start makes one");
    }
    return new BearerToken(text);
  }

  /** A crash on the way leaves no token, or a whole one. */
  private void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    FileAttribute<?>[] attributes =
        isPosix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel out =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer rest = ByteBuffer.allocate(hex.length + 1).put(hex).put((byte) '\n').flip();
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Who says this in the header {@code Authorization}; nothing for a wrong token, which is not the
   * same as none. Takes as long for one wrong token as for another.
   */
  Optional<Caller> caller(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.of(Caller.ANYONE);
    }
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    byte[] given = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(hex, given) ? Optional.of(Caller.OWNER) : Optional.empty();
  }

  @Override
  public String toString() {
    return "BearerToken[hidden]";
  }
}
