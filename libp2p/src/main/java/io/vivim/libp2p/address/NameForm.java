package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text as it stands, in UTF-8: a name, which has no slash, or a path, which begins with one and
 * does not end in one.
 */
enum NameForm implements ValueForm {
  NAME {
    @Override
    boolean isGood(String text) {
      return text.indexOf('/') < 0;
    }
  },
  PATH {
    @Override
    boolean isGood(String text) {
      return text.length() > 1 && text.startsWith("/") && !text.endsWith("/");
    }
  };

  abstract boolean isGood(String text);

  @Override
  public Optional<Bytes> read(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return Optional.of(Bytes.owning(bytes));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(Bytes value) {
    try {
      return isGood(decoded(value));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public String write(Bytes value) {
    try {
      return decoded(value);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the value was not accepted", e);
    }
  }

  private static String decoded(Bytes value) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.toArray())).toString();
  }
}
