package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LengthFirstTest {
  private static final int MOST_BYTES = 64 * 1024;

  private final LengthFirst reader = new LengthFirst(MOST_BYTES);

  private Optional<Bytes> receive(Bytes bytes) throws ProtocolException {
    return reader.receive(ByteBuffer.wrap(bytes.toArray()));
  }

  @Test
  void aLengthAloneCostsNothingAndRoomGrowsWithWhatCame() throws ProtocolException {
    assertThat(receive(Varint.encode(MOST_BYTES))).isEmpty();
    assertThat(reader.room()).isZero();
    for (int came = 1; came < MOST_BYTES; came++) {
      assertThat(receive(Bytes.fromHex("00"))).isEmpty();
      assertThat(reader.room()).isBetween(came, 2 * came);
    }
    assertThat(receive(Bytes.fromHex("00"))).contains(Bytes.owning(new byte[MOST_BYTES]));
    assertThat(reader.room()).isEqualTo(MOST_BYTES);
  }

  @Test
  void aMessageOfOneByteMoreIsRefusedByItsLength() {
    assertThatThrownBy(() -> receive(Varint.encode(MOST_BYTES + 1)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("too long");
    assertThat(reader.room()).isZero();
  }

  @Test
  void whatStandsBehindTheMessageStaysInTheBuffer() throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(Bytes.fromHex("02aabbcc").toArray());
    assertThat(reader.receive(in)).contains(Bytes.fromHex("aabb"));
    assertThat(in.remaining()).isEqualTo(1);
  }
}
