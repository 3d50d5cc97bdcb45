package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** How the values of a protocol look in text and in bytes. */
interface ValueForm {
  /** The bytes of a text, which {@link #accepts} has yet to judge; nothing where it is no value. */
  Optional<Bytes> read(String text);

  /** Whether these bytes, of the size that the table gives and never none, are a value. */
  boolean accepts(Bytes value);

  /** The one text of a value that was accepted. */
  String write(Bytes value);
}
