package io.vivim.libp2p.select;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts messages out of a stream that arrives in pieces; holds at most one of them. */
final class MessageReader {
  /** Enough for {@link Message#MAX_MESSAGE_BYTES}. */
  private static final int MAX_LENGTH_BYTES = 2;

  private int length;
  private int lengthBytes;

  /** The message under way, once its length is known. */
  private byte @Nullable [] line;

  private int filled;

  /**
   * The next message without its newline, or nothing before all of it is here. Takes from the input
   * what belongs to the message and no byte more.
   */
  Optional<String> next(ByteBuffer in) throws BadMessageException {
    while (line == null) {
      if (!in.hasRemaining()) {
        return Optional.empty();
      }
      takeLength(in.get());
    }
    int taken = Math.min(in.remaining(), line.length - filled);
    in.get(line, filled, taken);
    filled += taken;
    if (filled < line.length) {
      return Optional.empty();
    }
    String text = textOf(line);
    length = 0;
    lengthBytes = 0;
    line = null;
    filled = 0;
    return Optional.of(text);
  }

  private void takeLength(byte next) throws BadMessageException {
    length |= (next & 0x7f) << (7 * lengthBytes);
    lengthBytes++;
    if (next < 0) {
      if (lengthBytes == MAX_LENGTH_BYTES) {
        throw new BadMessageException(SelectError.TOO_LONG);
      }
      return;
    }
    if (next == 0) {
      throw new BadMessageException(SelectError.BAD_LENGTH);
    }
    if (length > Message.MAX_MESSAGE_BYTES) {
      throw new BadMessageException(SelectError.TOO_LONG);
    }
    line = new byte[length];
  }

  private static String textOf(byte[] line) throws BadMessageException {
    int end = line.length - 1;
    for (int i = 0; i < line.length; i++) {
      if ((line[i] == '\n') != (i == end)) {
        throw new BadMessageException(SelectError.NOT_A_LINE);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
    } catch (CharacterCodingException e) {
      throw new BadMessageException(SelectError.NOT_TEXT);
    }
  }
}
