package io.vivim.libp2p.kad.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KadMessageTest {
  private static final MessageLimits SMALL = new MessageLimits(4096, 8, 16, 1, 1, 30);

  private static KadMessage decode(Bytes bytes) throws WireException {
    return KadMessage.decode(bytes, MessageLimits.DEFAULT);
  }

  private static void assertRefused(Bytes bytes, MessageLimits limits, WireReason reason) {
    assertThatThrownBy(() -> KadMessage.decode(bytes, limits))
        .isInstanceOfSatisfying(
            WireException.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  static List<KadMessage> all() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsSaidIsReadAsItWasWritten(KadMessage message) throws WireException {
    assertThat(decode(message.encode())).isEqualTo(message);
  }

  @Property
  void whateverComesIsRefusedOrIsTheSameWhenWrittenAgain(
      @ForAll byte[] junk, @ForAll @IntRange(max = 400) int at) throws WireException {
    KadMessageFuzz.law(Bytes.copyOf(junk));
    byte[] nearlyGood = Examples.everything().encode().toArray();
    for (int i = 0; i < Math.min(3, junk.length); i++) {
      nearlyGood[(at + 7 * i) % nearlyGood.length] ^= junk[i];
    }
    KadMessageFuzz.law(Bytes.owning(nearlyGood));
  }

  @Test
  void messagesHaveTheBytesThatTheSpecificationDraws() {
    String tea = Bytes.utf8("/v/tea").toHex();
    String four = Bytes.utf8("at four").toHex();
    KadRecord record = new KadRecord(Bytes.utf8("/v/tea"), Bytes.utf8("at four"), "");
    assertThat(KadMessage.put(record).encode().toHex())
        .isEqualTo("1206" + tea + "1a11" + "0a06" + tea + "1207" + four);
    assertThat(KadMessage.PING.encode().toHex()).isEqualTo("0805");
    KadPeer peer = new KadPeer(Examples.peer("bob"), List.of(), Connection.CAN_CONNECT);
    assertThat(KadMessage.provide(Bytes.utf8("k"), peer).encode().toHex())
        .isEqualTo("0802" + "12016b" + "4a26" + "0a22" + peer.id().bytes().toHex() + "1802");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0806", "08ffffffffffffffffff01"})
  void aKindThatNobodyHasDefinedIsRefused(String hex) {
    assertRefused(Bytes.fromHex(hex), MessageLimits.DEFAULT, WireReason.VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08040804", "12011201", "1a001a00"})
  void whatMayStandOnceIsRefusedWhereItStandsTwice(String hex) {
    assertThatThrownBy(() -> decode(Bytes.fromHex(hex))).isInstanceOf(WireException.class);
  }

  @Test
  void whatIsUnknownIsPassedOver() throws WireException {
    // The level of a cluster, which nobody uses.
    assertThat(decode(Bytes.fromHex("08055001"))).isEqualTo(KadMessage.PING);
    Bytes peer =
        new ProtobufWriter()
            .bytes(1, Examples.bob().id().bytes())
            .bytes(2, Bytes.fromHex("ffff7f"))
            .varint(3, 9)
            .toBytes();
    Bytes nobody = new ProtobufWriter().bytes(1, Bytes.utf8("nobody")).toBytes();
    Bytes message = new ProtobufWriter().varint(1, 4).bytes(8, peer).bytes(8, nobody).toBytes();
    assertThat(decode(message).closer()).containsExactly(Examples.bob());
  }

  @Test
  void whatIsTooMuchIsRefused() {
    assertRefused(
        KadMessage.about(Kind.GET_VALUE, Bytes.utf8("nine long")).encode(),
        SMALL,
        WireReason.TOO_LARGE);
    KadRecord large = new KadRecord(Bytes.utf8("/v/x"), Bytes.owning(new byte[17]), "");
    assertRefused(KadMessage.put(large).encode(), SMALL, WireReason.TOO_LARGE);
    KadRecord longAgo = new KadRecord(Bytes.utf8("/v/x"), Bytes.EMPTY, "9".repeat(65));
    assertRefused(KadMessage.put(longAgo).encode(), MessageLimits.DEFAULT, WireReason.TOO_LARGE);
    KadMessage many =
        KadMessage.PING.with(Collections.nCopies(2, Examples.bob()), List.<KadPeer>of());
    assertRefused(many.encode(), SMALL, WireReason.TOO_LARGE);
    assertRefused(Bytes.owning(new byte[5000]), SMALL, WireReason.TOO_LARGE);
  }

  @Test
  void longAddressesAndThoseBeyondTheLimitArePassedOver() throws WireException {
    KadPeer both =
        KadPeer.at(
            Examples.peer("alice"),
            List.of(
                Examples.address("/dns4/a-very-long-name.tea.example/tcp/443"),
                Examples.alice().addresses().get(0),
                Examples.address("/ip4/192.0.2.2/tcp/4001")));
    KadMessage named = KadMessage.PING.with(List.of(both), List.of());
    assertThat(KadMessage.decode(named.encode(), SMALL).closer().get(0).addresses())
        .containsExactly(Examples.alice().addresses().get(0));
  }
}
