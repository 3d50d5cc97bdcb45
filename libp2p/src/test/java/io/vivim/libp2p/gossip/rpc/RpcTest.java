package io.vivim.libp2p.gossip.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcTest {
  private static final RpcLimits SMALL = new RpcLimits(4096, 200, 2, 2, 4, 8, 2, 1, 16, 10);

  private static Rpc decode(Bytes bytes) throws WireException {
    return Rpc.decode(bytes, RpcLimits.DEFAULT);
  }

  private static void assertTooLarge(Rpc rpc) {
    assertThatThrownBy(() -> Rpc.decode(rpc.encode(), SMALL))
        .isInstanceOfSatisfying(
            WireException.class,
            refused -> assertThat(refused.reason()).isEqualTo(WireReason.TOO_LARGE));
  }

  private static ProtobufWriter field(int number, Bytes value) {
    return new ProtobufWriter().bytes(number, value);
  }

  @Test
  void everythingThatIsSaidIsReadAsItWasWritten() throws WireException {
    assertThat(decode(Examples.everything().encode())).isEqualTo(Examples.everything());
  }

  @Property
  void whateverComesIsRefusedOrIsTheSameWhenWrittenAgain(
      @ForAll byte[] junk, @ForAll @IntRange(max = 400) int at) throws WireException {
    GossipRpcFuzz.law(Bytes.copyOf(junk));
    byte[] nearlyGood = Examples.everything().encode().toArray();
    for (int i = 0; i < Math.min(3, junk.length); i++) {
      nearlyGood[(at + 7 * i) % nearlyGood.length] ^= junk[i];
    }
    GossipRpcFuzz.law(Bytes.owning(nearlyGood));
  }

  @Test
  void messagesHaveTheBytesThatTheSpecificationDraws() {
    assertThat(Examples.plain().encoded().toHex())
        .isEqualTo("1207" + Bytes.utf8("at four").toHex() + "2203" + Bytes.utf8("tea").toHex());
    assertThat(Examples.signed().encoded().toHex())
        .startsWith("0a26" + Examples.AUTHOR.publicKey().peerId().bytes().toHex())
        .contains("1a080000000000000007" + "2203" + Bytes.utf8("tea").toHex() + "2a40")
        .endsWith("3224" + Examples.AUTHOR.publicKey().encode().toHex());
  }

  @Test
  void fieldsThatNobodyKnowsArePassedOverAndPassedOn() throws WireException {
    Bytes message = Bytes.concat(Examples.plain().encoded(), field(9, Bytes.utf8("x")).toBytes());

    Rpc rpc = decode(field(2, message).bytes(17, Bytes.utf8("y")).toBytes());

    assertThat(rpc.messages()).containsExactly(Examples.plain());
    assertThat(rpc.messages().get(0).encoded()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void fieldsOfMessagesStandOnce(int number) throws WireException {
    Bytes topic = field(4, Bytes.utf8("tea")).toBytes();
    Bytes once = field(number, Bytes.utf8("tea")).toBytes();

    decode(field(2, number == 4 ? once : Bytes.concat(topic, once)).toBytes());
    assertThatThrownBy(() -> decode(field(2, Bytes.concat(topic, once, once)).toBytes()))
        .hasMessageContaining("repeated-field");
  }

  @Test
  void messagesOfNoTopicAreRefused() {
    assertThatThrownBy(() -> decode(field(2, field(2, Bytes.utf8("x")).toBytes()).toBytes()))
        .isInstanceOf(WireException.class);
  }

  @Test
  void controlOfNoTopicIsPassedOver() throws WireException {
    Bytes control =
        field(1, field(2, Bytes.utf8("id")).toBytes())
            .bytes(3, Bytes.EMPTY)
            .bytes(4, Bytes.EMPTY)
            .toBytes();

    assertThat(decode(field(1, Bytes.EMPTY).bytes(3, control).toBytes()).isEmpty()).isTrue();
  }

  @Test
  void peersWithoutANameThatIsOneArePassedOver() throws WireException {
    Bytes prune =
        field(1, Bytes.utf8("tea")).bytes(2, field(1, Bytes.utf8("nobody")).toBytes()).toBytes();

    Rpc rpc = decode(field(3, field(4, prune).toBytes()).toBytes());

    assertThat(rpc.prunes()).singleElement().satisfies(p -> assertThat(p.peers()).isEmpty());
  }

  @Test
  void everyKindOfThingHasALimit() throws WireException {
    GossipMessage plain = Examples.plain();
    List<Bytes> five = Collections.nCopies(5, Bytes.utf8("id"));
    List<Bytes> long9 = List.of(Bytes.utf8("123456789"));
    List<Subscription> three = Collections.nCopies(3, new Subscription("tea", true));
    Rpc none = Rpc.of(List.of());

    Rpc.decode(Rpc.of(plain).encode(), SMALL);
    assertTooLarge(with(none, Collections.nCopies(3, plain), List.of(), List.of(), List.of()));
    assertTooLarge(Rpc.of(GossipMessage.anonymous("tea", Bytes.owning(new byte[200]))));
    assertTooLarge(Rpc.of(GossipMessage.anonymous("01234567890", Bytes.EMPTY)));
    assertTooLarge(Rpc.of(GossipMessage.anonymous("ееееее", Bytes.EMPTY)));
    assertTooLarge(Rpc.of(three));
    assertTooLarge(with(none, List.of(), five, List.of(), List.of()));
    assertTooLarge(with(none, List.of(), long9, List.of(), List.of()));
    assertTooLarge(with(none, List.of(), List.of(), Collections.nCopies(3, "tea"), List.of()));
    assertTooLarge(with(none, List.of(), List.of(), List.of(), long9));
    assertTooLarge(with(none, List.of(), five.subList(0, 3), List.of(), five.subList(0, 2)));
    assertTooLarge(Examples.everything());
    assertTooLarge(
        new Rpc(
            List.of(),
            List.of(),
            Collections.nCopies(3, new Ihave("tea", List.of())),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static Rpc with(
      Rpc none,
      List<GossipMessage> messages,
      List<Bytes> wanted,
      List<String> grafts,
      List<Bytes> unwanted) {
    return new Rpc(
        none.subscriptions(), messages, none.ihaves(), wanted, grafts, none.prunes(), unwanted);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void whoeverSignsIsBelieved(KeyType type) throws WireException {
    PrivateKey author = PrivateKey.generate(type, new SecureRandom());
    GossipMessage message = GossipMessage.signed("tea", Bytes.utf8("at five"), author, 1);

    GossipMessage read = GossipMessage.decode(message.encoded(), RpcLimits.DEFAULT);

    assertThat(read.isSigned()).isTrue();
    assertThat(read.verify()).isTrue();
  }

  @Test
  void aKeyMayBeLeftOutWhereTheNameHasIt() throws WireException {
    Bytes signed = Examples.signed().encoded();
    Bytes key = field(6, Examples.AUTHOR.publicKey().encode()).toBytes();
    Bytes without = signed.slice(0, signed.size() - key.size());

    assertThat(GossipMessage.decode(without, RpcLimits.DEFAULT).verify()).isTrue();
  }

  @Test
  void whateverIsChangedIsNotBelieved() throws WireException {
    Bytes signed = Examples.signed().encoded();
    for (int at = 0; at < signed.size(); at++) {
      byte[] changed = signed.toArray();
      changed[at] ^= 1;
      try {
        GossipMessage message = GossipMessage.decode(Bytes.owning(changed), RpcLimits.DEFAULT);
        assertThat(message.verify()).as("byte %d", at).isFalse();
      } catch (WireException e) {
        assertThat(e.reason()).isNotNull();
      }
    }
  }

  @Test
  void anotherKeyThanTheAuthorsIsNotBelieved() throws WireException {
    PrivateKey other = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Bytes byOther = GossipMessage.signed("tea", Bytes.utf8("x"), other, 1).encoded();
    Bytes from = field(1, Examples.AUTHOR.publicKey().peerId().bytes()).toBytes();
    Bytes forged = Bytes.concat(from, byOther.from(from.size()));

    assertThat(GossipMessage.decode(forged, RpcLimits.DEFAULT).verify()).isFalse();
    assertThat(Examples.plain().verify()).isFalse();
    assertThat(Examples.plain().isAnonymous()).isTrue();
    assertThat(Examples.plain().isSigned()).isFalse();
  }

  @Test
  void aSmallMessageDoesNotHoldTheRpcThatItCameIn() throws WireException {
    GossipMessage large = GossipMessage.anonymous("tea", Bytes.owning(new byte[100_000]));
    Bytes both = field(2, Examples.plain().encoded()).bytes(2, large.encoded()).toBytes();

    Bytes small = decode(both).messages().get(0).encoded();

    assertThat(small).isSameAs(small.compact());
  }
}
