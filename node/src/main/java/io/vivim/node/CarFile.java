package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarBlock;
import io.vivim.codec.CarReader;
import io.vivim.codec.Cid;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A CAR by the name that the user gave it, read from its beginning each time.
 *
 * @param name of a file, or {@code -} for the stream
 */
record CarFile(String name, InputStream stream) {
  /** The name of standard input. */
  static final String STANDARD_INPUT = "-";

  /** What is done with the reader while the file is open. */
  interface Use<T> {
    T with(CarReader reader) throws IOException, RefusedException;
  }

  /** A file where standard input is spoken for: there {@code -} is no name. */
  static CarFile named(String name) throws UnreadableFileException {
    if (name.equals(STANDARD_INPUT)) {
      throw new UnreadableFileException("no-such-file", "standard input gives the names already");
    }
    return new CarFile(name, InputStream.nullInputStream());
  }

  boolean isStandardInput() {
    return name.equals(STANDARD_INPUT);
  }

  /**
   * Opens the file, lets {@code use} read from it, and closes it.
   *
   * @throws UnreadableFileException whatever goes wrong with the file; with the output, {@link
   *     OutputClosedException}
   */
  <T> T read(Use<T> use) throws IOException, RefusedException {
    return read(in -> in, use);
  }

  /** The same, through a stream around the file's own. */
  <T> T read(UnaryOperator<InputStream> around, Use<T> use) throws IOException, RefusedException {
    try (CarReader reader = CarReader.open(around.apply(isStandardInput() ? stream : open()))) {
      return use.with(reader);
    } catch (OutputClosedException e) {
      throw e;
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  /** Work that answers by itself. */
  interface Work {
    void run() throws IOException, RefusedException;
  }

  /** Does the work, and gives back why it could not go on, if so. */
  static Optional<Answer.Refused> refusalOf(Work work) throws IOException {
    try {
      work.run();
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(Answer.Refused.of(e));
    } catch (UnreadableFileException e) {
      return Optional.of(Answer.Refused.of(e));
    }
  }

  /** The bytes of the block that {@code cid} names, checked against it. */
  Bytes block(Cid cid) throws IOException, RefusedException {
    return read(
        reader -> {
          for (Optional<CarBlock> next = reader.nextUnverified();
              next.isPresent();
              next = reader.nextUnverified()) {
            CarBlock block = next.get();
            if (block.cid().equals(cid)) {
              return verified(block);
            }
          }
          throw new UnreadableFileException("no-such-block", "the file does not hold this block");
        });
  }

  private static Bytes verified(CarBlock block) throws RefusedException {
    Optional<Boolean> matches = block.cid().multihash().matches(block.data());
    if (matches.isEmpty()) {
      throw new RefusedException(Reason.HASH_UNKNOWN, block.offset());
    }
    if (!matches.get()) {
      throw new RefusedException(Reason.DIGEST_MISMATCH, block.offset());
    }
    return block.data();
  }

  /** How many bytes there are, or 0 where nobody knows. */
  long size() {
    try {
      return isStandardInput() ? 0 : Files.size(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      return 0;
    }
  }

  private InputStream open() throws IOException {
    if (name.isEmpty()) {
      throw new UnreadableFileException("no-such-file", "the name is empty");
    }
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new UnreadableFileException("no-such-file", "no file can have this name");
    }
    if (Files.isDirectory(path)) {
      throw new UnreadableFileException("is-a-directory", "it is a directory");
    }
    return Files.newInputStream(path);
  }
}
