package io.vivim.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;

/** The inputs of the vectors, for fuzzing to start from and for its targets to pass every day. */
final class Seeds {
  private Seeds() {}

  /** Every input of a subject, the good and the bad, as bytes. */
  static Stream<byte[]> of(String subject) {
    Vectors vectors = Vectors.load(subject);
    return Stream.concat(vectors.cases("valid").stream(), vectors.cases("invalid").stream())
        .map(c -> input(c).toArray());
  }

  /** Every input of a subject that is given as a text. */
  static Stream<byte[]> textsOf(String subject) {
    Vectors vectors = Vectors.load(subject);
    return Stream.concat(vectors.cases("valid").stream(), vectors.cases("invalid").stream())
        .filter(c -> c.has("text"))
        .map(c -> c.text("text").getBytes(UTF_8));
  }

  /** The binary form of every good CID, and every bad one that is given in binary. */
  static Stream<byte[]> binaryCids() {
    Vectors vectors = Vectors.load("cid");
    return Stream.concat(vectors.cases("valid").stream(), vectors.cases("invalid").stream())
        .filter(c -> c.has("bytes") || c.has("hex"))
        .map(c -> Bytes.fromHex(c.text(c.has("bytes") ? "bytes" : "hex")).toArray());
  }

  /** What a case gives to the decoder. */
  static Bytes input(VectorCase c) {
    return c.has("text") ? Bytes.utf8(c.text("text")) : Bytes.fromHex(c.text("hex"));
  }
}
