package io.vivim.libp2p.peer;

import static io.vivim.libp2p.peer.PeerVectors.assertRefused;
import static io.vivim.libp2p.peer.PeerVectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PeerIdTest {
  @TestFactory
  Stream<DynamicTest> everyTextOfAnIdIsRead() {
    return PeerVectors.tests(
        "peer-id",
        "valid",
        c -> {
          PeerId id = PeerId.parse(c.text("text"));
          assertThat(id.bytes()).isEqualTo(hex(c, "bytes"));
          assertThat(id).hasToString(c.text("canonical"));
          assertThat(id.toCid()).hasToString(c.text("cid"));
          assertThat(PeerId.decode(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
        });
  }

  @TestFactory
  Stream<DynamicTest> otherTextsAreRefused() {
    return PeerVectors.tests(
        "peer-id",
        "invalid",
        c -> assertRefused(() -> PeerId.parse(c.text("text")), c.text("reason")));
  }

  @Property
  void arbitraryInputIsRefusedOrAPeerId(@ForAll String text, @ForAll byte[] bytes)
      throws PeerException {
    PeerLaws.peerIdText(text);
    PeerLaws.peerIdText("1" + text);
    PeerLaws.peerIdText("bafz" + text);
    PeerLaws.peerIdBinary(Bytes.copyOf(bytes));
    PeerLaws.peerIdBinary(Bytes.concat(Bytes.fromHex("00"), Bytes.copyOf(bytes)));
  }

  @Test
  void shortKeysStandInTheirIdAndLongOnesDoNot() {
    PublicKey inlined = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    assertThat(inlined.peerId().publicKey()).contains(inlined);
    PublicKey hashed = PrivateKey.generate(KeyType.ECDSA, new SecureRandom()).publicKey();
    assertThat(hashed.peerId().publicKey()).isEmpty();
  }

  @Test
  void anIdWhoseBytesAreNoKeyGivesNone() throws PeerException {
    assertThat(PeerId.decode(Bytes.fromHex("0003616263")).publicKey()).isEmpty();
  }

  @Test
  void idsAreOrderedByTheirBytes() throws PeerException {
    PeerId a = PeerId.decode(Bytes.fromHex("000101"));
    PeerId b = PeerId.decode(Bytes.fromHex("000102"));
    assertThat(a).isLessThan(b).isNotEqualTo(b);
  }
}
