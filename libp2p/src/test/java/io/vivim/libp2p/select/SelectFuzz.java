package io.vivim.libp2p.select;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading what a peer says in multistream-select, in both roles. */
final class SelectFuzz {
  static Stream<byte[]> seeds() {
    Bytes header = Message.encode(Message.HEADER);
    Stream<Bytes> good =
        Stream.of(
            header,
            Bytes.concat(header, Message.encode(SelectLaws.YAMUX), Bytes.utf8("what follows")),
            Bytes.concat(header, Message.encode("na"), Message.encode(SelectLaws.PING)),
            Bytes.concat(header, Message.encode("ls"), Message.encode("/other")));
    Stream<Bytes> bad =
        Vectors.load("multistream").cases("invalid").stream()
            .map(c -> Bytes.concat(header, Bytes.fromHex(c.text("hex"))));
    return Stream.concat(good, bad).map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void endsOnceAndTheSameHoweverItIsCut(byte[] input) {
    SelectLaws.anyInput(Bytes.copyOf(input));
  }
}
