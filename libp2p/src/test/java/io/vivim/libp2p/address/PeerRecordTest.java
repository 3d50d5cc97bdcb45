package io.vivim.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.SignedEnvelope;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PeerRecordTest {
  private static final PrivateKey KEY = PrivateKey.ofEd25519Seed(Bytes.copyOf(new byte[32]));

  private static PeerRecord record(long seq) throws AddressException {
    List<Multiaddr> addresses = List.of(Multiaddr.parse("/ip4/192.0.2.1/udp/4001/quic-v1"));
    return new PeerRecord(KEY.publicKey().peerId(), seq, addresses);
  }

  private static Bytes envelope(VectorCase c) {
    return Bytes.fromHex(c.text("envelope"));
  }

  @TestFactory
  Stream<DynamicTest> recordsOfOthersAreRead() {
    return Vectors.load("peer-record").cases("valid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      PeerRecord record = PeerRecord.open(envelope(c));
                      assertThat(record.peer()).hasToString(c.text("peer"));
                      assertThat(Long.toUnsignedString(record.seq())).isEqualTo(c.text("seq"));
                      List<String> addresses = new ArrayList<>();
                      c.fields().path("addresses").forEach(a -> addresses.add(a.textValue()));
                      assertThat(record.addresses().stream().map(Multiaddr::toString))
                          .containsExactlyElementsOf(addresses);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> badRecordsAreRefusedWithTheirReason() {
    return Vectors.load("peer-record").cases("invalid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () ->
                        assertThatThrownBy(() -> PeerRecord.open(envelope(c)))
                            .isInstanceOfSatisfying(
                                PeerException.class,
                                e -> assertThat(e.reason().code()).isEqualTo(c.text("reason")))));
  }

  @Test
  void envelopesAreSealedByteForByteAsOthersSealThem() throws PeerException {
    int sealed = 0;
    for (VectorCase theirs : Vectors.load("peer-record").cases("valid")) {
      String type = theirs.text("name");
      // The other types have signatures with a choice in them.
      if (type.equals("ed25519") || type.equals("rsa")) {
        PeerRecord record = PeerRecord.open(envelope(theirs));
        assertThat(record.seal(keyOfTheSpecification(type)).encode()).isEqualTo(envelope(theirs));
        sealed++;
      }
    }
    assertThat(sealed).isEqualTo(2);
  }

  private static PrivateKey keyOfTheSpecification(String name) throws PeerException {
    VectorCase key =
        Vectors.load("peer-key").cases("valid").stream()
            .filter(c -> c.text("name").equals(name))
            .findFirst()
            .orElseThrow();
    return PrivateKey.decode(Bytes.fromHex(key.text("private")));
  }

  @Test
  void recordsAreWrittenAsOthersWriteThem() throws PeerException {
    VectorCase theirs = Vectors.load("peer-record").cases("valid").get(0);
    SignedEnvelope envelope = SignedEnvelope.open(envelope(theirs), PeerRecord.DOMAIN);
    assertThat(PeerRecord.open(envelope.encode()).encode()).isEqualTo(envelope.payload());
  }

  @ParameterizedTest
  @EnumSource
  void aRecordIsSealedByItsPeerAndReadBack(KeyType type) throws AddressException, PeerException {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    PeerRecord record = new PeerRecord(key.publicKey().peerId(), 1, record(1).addresses());
    SignedEnvelope envelope = record.seal(key);
    assertThat(PeerRecord.open(envelope.encode())).isEqualTo(record);
    assertThatThrownBy(() -> record.seal(KEY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameRecordHasTheSameBytes() throws AddressException {
    assertThat(record(5).seal(KEY).encode()).isEqualTo(record(5).seal(KEY).encode());
    assertThat(record(0).encode().size()).isLessThan(record(1).encode().size());
  }

  @Test
  void aHigherNumberTakesThePlaceOfALowerOne() throws AddressException {
    assertThat(record(2).supersedes(record(1))).isTrue();
    assertThat(record(1).supersedes(record(1))).isFalse();
    assertThat(record(-1).supersedes(record(Long.MAX_VALUE))).isTrue();
    PrivateKey other = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    PeerRecord ofOther = new PeerRecord(other.publicKey().peerId(), 2, List.of());
    assertThat(ofOther.supersedes(record(1))).isFalse();
  }

  @Test
  void aRecordHasSoManyAddressesAndNoMore() throws AddressException {
    List<Multiaddr> many = Collections.nCopies(1025, record(1).addresses().get(0));
    assertThatThrownBy(() -> new PeerRecord(KEY.publicKey().peerId(), 1, many))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void arbitraryBytesAreRefusedOrARecord(@ForAll byte[] bytes) throws Exception {
    AddressLaws.record(Bytes.copyOf(bytes));
    Bytes head = record(1).encode();
    AddressLaws.record(Bytes.concat(head, Bytes.copyOf(bytes)));
  }
}
