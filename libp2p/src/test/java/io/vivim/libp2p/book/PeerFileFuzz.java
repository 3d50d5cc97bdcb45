package io.vivim.libp2p.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes opening a file of which a crash has left anything. */
final class PeerFileFuzz {
  @TempDir private Path folder;

  static Stream<byte[]> seeds() {
    Bytes entries =
        Bytes.concat(PeerFile.framed(Bytes.utf8("entry")), PeerFile.framed(Bytes.EMPTY));
    return Stream.of(entries, Bytes.EMPTY, Bytes.fromHex("7fffffff00000000"), entries.slice(0, 15))
        .map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void holdsTheEntriesThatItBeginsWithAndTakesMore(byte[] input) throws IOException {
    Path path = folder.resolve("peers");
    Bytes content = Bytes.concat(PeerFile.MAGIC, Bytes.copyOf(input));
    Files.write(path, content.toArray());
    List<Bytes> held;
    try (PeerFile file = PeerFile.open(path, Disk.REAL)) {
      held = file.read();
      file.append(List.of(Bytes.utf8("one more")));
    }
    Bytes whole = PeerFile.MAGIC;
    for (Bytes entry : held) {
      whole = Bytes.concat(whole, PeerFile.framed(entry));
    }
    assertThat(content.startsWith(whole)).isTrue();
    try (PeerFile file = PeerFile.open(path, Disk.REAL)) {
      List<Bytes> again = file.read();
      assertThat(again.subList(0, held.size())).isEqualTo(held);
      assertThat(again).hasSize(held.size() + 1).endsWith(Bytes.utf8("one more"));
    }
  }
}
