package io.vivim.libp2p.peer;

import static io.vivim.libp2p.peer.PeerVectors.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignedEnvelopeTest {
  private static final String DOMAIN = "vivim-test";
  private static final Bytes TYPE = Bytes.utf8("/vivim/test");
  private static final Bytes PAYLOAD = Bytes.utf8("what is said");

  private static PrivateKey key() {
    return PrivateKey.ofEd25519Seed(Bytes.copyOf(new byte[32]));
  }

  @ParameterizedTest
  @EnumSource
  void whatAKeyOfAnyTypeSealsIsOpened(KeyType type) throws PeerException {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    SignedEnvelope sealed = SignedEnvelope.seal(key, DOMAIN, TYPE, PAYLOAD);
    SignedEnvelope opened = SignedEnvelope.open(sealed.encode(), DOMAIN);
    assertThat(opened).isEqualTo(sealed).hasSameHashCodeAs(sealed);
    assertThat(opened.signer()).isEqualTo(key.publicKey());
    assertThat(opened.payloadType()).isEqualTo(TYPE);
    assertThat(opened.payload()).isEqualTo(PAYLOAD);
  }

  @Test
  void anEnvelopeIsForOnePurpose() {
    Bytes sealed = SignedEnvelope.seal(key(), DOMAIN, TYPE, PAYLOAD).encode();
    assertRefused(() -> SignedEnvelope.open(sealed, "vivim-other"), "signature");
  }

  @Test
  void thePayloadsTypeTellsTheDomain() throws PeerException {
    Bytes sealed = SignedEnvelope.seal(key(), DOMAIN, TYPE, PAYLOAD).encode();
    Map<Bytes, String> domains = Map.of(TYPE, DOMAIN, Bytes.EMPTY, "vivim-other");
    assertThat(SignedEnvelope.open(sealed, domains).payload()).isEqualTo(PAYLOAD);
    assertRefused(() -> SignedEnvelope.open(sealed, Map.of()), "payload-type");
    assertRefused(() -> SignedEnvelope.open(sealed, Map.of(TYPE, "vivim-other")), "signature");
  }

  @Test
  void typeAndPayloadMayBeEmpty() throws PeerException {
    SignedEnvelope sealed = SignedEnvelope.seal(key(), DOMAIN, Bytes.EMPTY, Bytes.EMPTY);
    SignedEnvelope opened = SignedEnvelope.open(sealed.encode(), DOMAIN);
    assertThat(opened.payloadType()).isEqualTo(Bytes.EMPTY);
    assertThat(opened.payload()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void sizesKeepTheSignedPartsApart() {
    Bytes sealed = SignedEnvelope.seal(key(), DOMAIN, Bytes.utf8("ab"), Bytes.utf8("c")).encode();
    String moved = sealed.toHex().replace("120261621a0163", "1201611a026263");
    assertThat(moved).isNotEqualTo(sealed.toHex());
    assertRefused(() -> SignedEnvelope.open(Bytes.fromHex(moved), DOMAIN), "signature");
  }

  @Test
  void everyBitCounts() {
    byte[] sealed = SignedEnvelope.seal(key(), DOMAIN, TYPE, PAYLOAD).encode().toArray();
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> SignedEnvelope.open(Bytes.copyOf(flipped), DOMAIN))
          .as("bit %d", bit)
          .isInstanceOf(PeerException.class);
    }
  }

  @Test
  void whatIsTooLargeIsNeitherMadeNorRead() {
    Bytes large = Bytes.copyOf(new byte[SignedEnvelope.MAX_ENVELOPE_BYTES]);
    assertThatThrownBy(() -> SignedEnvelope.seal(key(), DOMAIN, TYPE, large))
        .isInstanceOf(IllegalArgumentException.class);
    assertRefused(
        () -> SignedEnvelope.open(Bytes.concat(large, Bytes.fromHex("00")), DOMAIN), "too-large");
  }

  @Test
  void aSignatureIsForAPurpose() {
    assertThatThrownBy(() -> SignedEnvelope.seal(key(), "", TYPE, PAYLOAD))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
