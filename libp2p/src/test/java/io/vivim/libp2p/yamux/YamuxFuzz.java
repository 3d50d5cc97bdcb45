package io.vivim.libp2p.yamux;

import static io.vivim.libp2p.yamux.Frames.ACK;
import static io.vivim.libp2p.yamux.Frames.FIN;
import static io.vivim.libp2p.yamux.Frames.RST;
import static io.vivim.libp2p.yamux.Frames.SYN;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a peer sends on a yamux connection. */
final class YamuxFuzz {
  static Stream<byte[]> seeds() {
    Stream<Bytes> good =
        Stream.of(
            Bytes.concat(
                Frames.update(SYN, 1, 0), Frames.data(0, 1, "hello"), Frames.update(FIN, 1, 0)),
            Bytes.concat(Frames.update(ACK, 2, 5), Frames.data(FIN, 2, "all")),
            Bytes.concat(
                Frames.data(SYN, 1, "a"), Frames.update(RST, 1, 0), Frames.data(0, 1, "b")),
            Bytes.concat(
                Frames.update(SYN, 1, 0),
                Frames.update(SYN, 3, 0),
                Frames.update(SYN, 5, 0),
                Frames.update(SYN, 7, 0)),
            Bytes.concat(Frames.ping(SYN, 7), Frames.ping(ACK, 7), Frames.goAway(0)));
    Stream<Bytes> bad =
        Vectors.load("yamux").cases("invalid").stream().map(c -> Bytes.fromHex(c.text("hex")));
    return Stream.concat(good, bad).map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void staysBoundedAndIsTheSameHoweverItIsCut(byte[] input) {
    YamuxLaws.anyInput(Bytes.copyOf(input));
  }
}
