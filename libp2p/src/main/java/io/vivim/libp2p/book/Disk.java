package io.vivim.libp2p.book;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The steps by which a file changes on the disk; a test watches them, or has them fail. */
interface Disk {
  Disk REAL = new Disk() {};

  /** Writes all of it. */
  default void write(FileChannel to, long at, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      int written = to.write(from, at + from.position());
      if (written < 0) {
        throw new IOException("nothing can be written");
      }
    }
  }

  /** Returns once the disk has what was written. */
  default void force(FileChannel file) throws IOException {
    file.force(true);
  }

  /** Puts a file in the place of another in one step. */
  default void replace(Path older, Path newer) throws IOException {
    Files.move(newer, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
