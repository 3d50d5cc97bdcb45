package io.vivim.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivim.codec.Bytes;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;

/** The events of the vectors, good and bad, for fuzzing and mutations to start from. */
final class EventSeeds {
  /** Longer ones only make fuzzing slow. */
  private static final int MAX_CHARS = 16 * 1024;

  private EventSeeds() {}

  static Stream<byte[]> wires() {
    return texts("wire").map(hex -> Bytes.fromHex(hex).toArray());
  }

  static Stream<byte[]> headers() {
    return wires()
        .map(Bytes::copyOf)
        .map(RawEvent::decode)
        .filter(Checked.Good.class::isInstance)
        .map(raw -> raw.orThrow().header().toArray());
  }

  static Stream<byte[]> jsons() {
    return texts("json").map(text -> text.getBytes(UTF_8));
  }

  private static Stream<String> texts(String field) {
    Vectors vectors = Vectors.load("event");
    return Stream.of("valid", "invalid")
        .flatMap(list -> vectors.cases(list).stream())
        .filter(vector -> vector.has(field))
        .map((VectorCase vector) -> vector.text(field))
        .filter(text -> text.length() <= MAX_CHARS);
  }
}
