package io.vivim.libp2p.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading what the file says of a peer. */
final class PeerEntryFuzz {
  static Stream<byte[]> seeds() {
    KnownPeer known =
        KnownPeer.named(Books.peer(1))
            .said(Books.ports(1, 2), Source.GIVEN, 1, 1)
            .identified(Books.key(1).publicKey(), List.of("/a"), "agent")
            .seen(false, 2);
    return Stream.of(
            new PeerEntry(Books.peer(1), Optional.of(known), true).encode(),
            PeerEntry.forgotten(Books.peer(1)).encode(),
            Bytes.EMPTY)
        .map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isNoneOrIsWrittenOnceAndForAll(byte[] input) {
    Optional<PeerEntry> entry = PeerEntry.decode(Bytes.copyOf(input));
    if (entry.isPresent()) {
      Bytes written = entry.get().encode();
      assertThat(written.size()).isLessThanOrEqualTo(PeerEntry.MAX_BYTES);
      assertThat(PeerEntry.decode(written)).isEqualTo(entry);
    }
  }
}
