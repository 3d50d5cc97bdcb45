package io.vivim.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.wire.DelimitedReader;
import io.vivim.libp2p.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameWriterTest {
  private static final int MOST = 100_000;

  private static List<Bytes> read(Bytes bytes, int pieces) throws WireException {
    DelimitedReader reader = new DelimitedReader(MOST);
    List<Bytes> frames = new ArrayList<>();
    for (int at = 0; at < bytes.size(); at += pieces) {
      Bytes piece = bytes.slice(at, Math.min(bytes.size(), at + pieces));
      frames.addAll(reader.receive(ByteBuffer.wrap(piece.toArray())));
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000, 1_000_000})
  void whatIsWrittenIsReadHoweverItIsCut(int pieces) throws WireException {
    GossipMessage small = GossipMessage.anonymous("tea", Bytes.utf8("at four"));
    GossipMessage large = GossipMessage.anonymous("tea", Bytes.owning(new byte[70_000]));
    FrameWriter writer = new FrameWriter();
    writer.message(small);
    writer.rpc(Bytes.EMPTY);
    writer.message(large);
    writer.rpc(Rpc.of(small).encode());
    ByteBuffer content = writer.content();
    byte[] written = new byte[content.remaining()];
    content.get(written);

    assertThat(read(Bytes.owning(written), pieces))
        .containsExactly(
            Rpc.of(small).encode(), Bytes.EMPTY, Rpc.of(large).encode(), Rpc.of(small).encode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a18d06", "ffffffff", "8000", "ffffff7f"})
  void lengthsThatAreTooLargeOrTooLongAreRefused(String hex) {
    assertThatThrownBy(() -> read(Bytes.fromHex(hex), 1)).isInstanceOf(WireException.class);
  }

  @Test
  void aLengthAloneCostsNothing() throws WireException {
    assertThat(read(Bytes.fromHex("a08d06"), 1)).isEmpty();
  }
}
