package io.vivim.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes and any text are an event, which loses nothing in any form, or are rejected. */
class EventFuzz {
  /** Longer inputs than this only make fuzzing slow. */
  private static final int MAX_SEED_CHARS = 16 * 1024;

  private static Stream<String> texts(String field) {
    Vectors vectors = Vectors.load("event");
    return Stream.of("valid", "invalid")
        .flatMap(list -> vectors.cases(list).stream())
        .filter(vector -> vector.has(field))
        .map((VectorCase vector) -> vector.text(field))
        .filter(text -> text.length() <= MAX_SEED_CHARS);
  }

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

  @MethodSource("wires")
  @FuzzTest
  void aWireFormIsRejectedOrKeepsItsBytes(byte[] input) {
    EventLaws.wire(Bytes.copyOf(input));
  }

  @MethodSource("headers")
  @FuzzTest
  void aHeaderIsRejectedOrKeepsItsBytes(byte[] input) {
    EventLaws.raw(new RawEvent(Bytes.copyOf(input), null));
  }

  @MethodSource("jsons")
  @FuzzTest
  void aTextIsRejectedOrIsAnEvent(byte[] input) {
    EventLaws.json(new String(input, UTF_8));
  }
}
