package io.vivim.libp2p.tls;

import static io.vivim.libp2p.tls.Forge.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TlsSecurityTest {
  private static final String YAMUX = "/yamux/1.0.0";
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Provider JDK = Security.getProvider("SunJSSE");

  private final PrivateKey alice = PrivateKey.ofEd25519Seed(Bytes.fromHex("0a".repeat(32)));
  private final PrivateKey bob = PrivateKey.ofEd25519Seed(Bytes.fromHex("0b".repeat(32)));
  private final PeerId bobsId = bob.publicKey().peerId();

  private final List<TlsSecurity> open = new ArrayList<>();

  private TlsSecurity security(TlsStack stack, PrivateKey identity, String... muxers) {
    TlsSecurity security = new TlsSecurity(stack, identity, List.of(muxers), CLOCK, RANDOM);
    open.add(security);
    return security;
  }

  private final List<TlsSide> sides = new ArrayList<>();

  private TlsSide side(ChannelHandler security) {
    TlsSide side = new TlsSide(security);
    sides.add(side);
    return side;
  }

  @AfterEach
  void close() {
    open.forEach(TlsSecurity::close);
    for (TlsSide side : sides) {
      side.cut();
      side.channel().finishAndReleaseAll();
    }
  }

  private static void assertSecured(TlsSide side, PrivateKey peer, Optional<String> muxer) {
    assertThat(side.events()).containsExactly(new TlsEvent.Secured(peer.publicKey(), muxer));
  }

  private static void assertFailed(TlsSide side, TlsReason reason) {
    assertThat(side.events())
        .singleElement()
        .isInstanceOfSatisfying(
            TlsEvent.Failed.class, e -> assertThat(e.reason()).as(e.detail()).isEqualTo(reason));
    assertThat(side.received()).isEqualTo(Bytes.EMPTY);
    assertThat(side.channel().isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void peersWithAnyKeyProveThemselvesToEachOther(KeyType type) {
    PrivateKey dialling = PrivateKey.generate(type, RANDOM);
    PrivateKey listening = PrivateKey.generate(type, RANDOM);
    PeerId expected = listening.publicKey().peerId();
    for (TlsStack dialler : TlsStack.values()) {
      for (TlsStack listener : TlsStack.values()) {
        TlsSide one = side(security(dialler, dialling, YAMUX).dialler(expected));
        TlsSide other = side(security(listener, listening, YAMUX).listener());
        TlsSide.talk(one, other);
        assertSecured(one, listening, Optional.of(YAMUX));
        assertSecured(other, dialling, Optional.of(YAMUX));
        assertDataPasses(one, other);
        assertDataPasses(other, one);
      }
    }
  }

  private static void assertDataPasses(TlsSide from, TlsSide to) {
    byte[] data = new byte[100_000];
    RANDOM.nextBytes(data);
    from.write(Bytes.copyOf(data));
    TlsSide.talk(from, to);
    assertThat(to.received()).isEqualTo(Bytes.owning(data));
    Bytes all = Bytes.concat(from.sent().toArray(Bytes[]::new));
    assertThat(all.indexOf(Bytes.copyOf(data, 0, 16), 0)).isEqualTo(-1);
  }

  @Test
  void thePublicDoorLeadsToTheSame() {
    TlsSecurity one = new TlsSecurity(alice, List.of(), InstantSource.system(), RANDOM);
    TlsSecurity other = new TlsSecurity(bob, List.of(), InstantSource.system(), RANDOM);
    open.addAll(List.of(one, other));
    TlsSide dialler = side(one.diallerOfAnybody());
    TlsSide listener = side(other.listener());
    TlsSide.talk(dialler, listener);

    assertSecured(dialler, bob, Optional.empty());
    assertThat(listener.events())
        .singleElement()
        .isInstanceOfSatisfying(
            TlsEvent.Secured.class,
            e -> assertThat(e.peer()).isEqualTo(alice.publicKey().peerId()));
  }

  @ParameterizedTest
  @EnumSource
  void theMuxerIsTheListenersDearestThatTheDiallerHas(TlsStack stack) {
    TlsSecurity listening = security(stack, bob, "/a", "/b", "/c");
    List<String[]> offers =
        List.of(new String[] {"/x", "/c", "/a"}, new String[] {"/x"}, new String[] {});
    List<Optional<String>> agreed = List.of(Optional.of("/a"), Optional.empty(), Optional.empty());
    for (int i = 0; i < offers.size(); i++) {
      TlsSide dialler = side(security(stack, alice, offers.get(i)).dialler(bobsId));
      TlsSide listener = side(listening.listener());
      TlsSide.talk(dialler, listener);
      assertSecured(dialler, bob, agreed.get(i));
      assertSecured(listener, alice, agreed.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverHasNothingInCommonIsRefused(TlsStack stack) {
    RawPeer peer = RawPeer.of(good(alice));
    for (String[] others : List.of(new String[] {"h2", "/yamux/2.0.0"}, new String[] {})) {
      peer.protocols = others;
      assertRefused(stack, peer, TlsReason.NO_PROTOCOL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherPeerThanTheOneDialledIsCutOffAndLearnsNothing(TlsStack stack) {
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(alice.publicKey().peerId()));
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide.talk(dialler, listener);
    assertFailed(dialler, TlsReason.OTHER_PEER);
    assertFailed(listener, TlsReason.HANDSHAKE);
  }

  private static OwnCertificate good(PrivateKey identity) {
    return Forge.onP256().vouch(identity).own();
  }

  /** Both roles refuse whoever shows this, and neither lets any data of its pass. */
  private void assertRefused(TlsStack stack, RawPeer peer, TlsReason reason) {
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide eager = peer.dial();
    eager.writeEagerly(Bytes.utf8("sent before the other side has looked at the certificate"));
    TlsSide.talk(eager, listener);
    assertFailed(listener, reason);

    TlsSide dialler = side(security(stack, bob, YAMUX).diallerOfAnybody());
    TlsSide.talk(dialler, peer.listen());
    assertFailed(dialler, reason);
  }

  @ParameterizedTest
  @EnumSource
  void badCertificatesAreRefusedInBothRoles(TlsStack stack) {
    Forge expired = Forge.onP256().vouch(alice);
    expired.notAfter = NOW.minusSeconds(1);
    assertRefused(stack, RawPeer.of(expired.own()), TlsReason.EXPIRED);

    Forge early = Forge.onP256().vouch(alice);
    early.notBefore = NOW.plusSeconds(1);
    assertRefused(stack, RawPeer.of(early.own()), TlsReason.NOT_YET_VALID);

    assertRefused(stack, RawPeer.of(Forge.onP256().own()), TlsReason.NO_EXTENSION);

    Forge wrongKey = Forge.onP256();
    SignedKey bobs = wrongKey.vouched(bob);
    Bytes claim = new SignedKey(alice.publicKey().encode(), bobs.signature()).encode();
    wrongKey.extension(SignedKey.OBJECT_ID, false, claim);
    assertRefused(stack, RawPeer.of(wrongKey.own()), TlsReason.SIGNATURE);

    Forge wrongSignature = Forge.onP256();
    SignedKey ofAnother = Forge.onP256().vouched(alice);
    wrongSignature.extension(SignedKey.OBJECT_ID, false, ofAnother.encode());
    assertRefused(stack, RawPeer.of(wrongSignature.own()), TlsReason.SIGNATURE);

    Forge notSelfSigned = Forge.onP256().vouch(alice);
    notSelfSigned.signer = Forge.curve("secp256r1");
    assertRefused(stack, RawPeer.of(notSelfSigned.own()), TlsReason.SELF_SIGNATURE);
  }

  @ParameterizedTest
  @EnumSource
  void twoCertificatesOrNoneAreRefused(TlsStack stack) {
    OwnCertificate own = good(alice);
    List<Bytes> two = List.of(own.encoded(), good(alice).encoded());
    assertRefused(stack, RawPeer.showing(own, two), TlsReason.CHAIN);

    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide.talk(RawPeer.showing(own, List.of()).dial(), listener);
    assertFailed(listener, TlsReason.HANDSHAKE);
  }

  @ParameterizedTest
  @EnumSource
  void ofLargeCertificatesLittleIsRead(TlsStack stack) {
    Bytes filler = Bytes.owning(new byte[20_000]);
    Forge large = Forge.onP256().vouch(alice).extension(Bytes.fromHex("2a03"), false, filler);
    assertLargeIsRefused(stack, large, TlsReason.TOO_LARGE);
    large.extension(Bytes.fromHex("2a04"), false, filler);
    assertLargeIsRefused(stack, large, TlsReason.HANDSHAKE);
  }

  /** Of the other library, which is the one that sends it at all. */
  private void assertLargeIsRefused(TlsStack stack, Forge large, TlsReason reason) {
    RawPeer peer = RawPeer.of(large.own());
    peer.library = JDK;
    assertRefused(stack, peer, reason);
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateWithoutItsKeyIsRefused(TlsStack stack) {
    OwnCertificate stolen = new OwnCertificate(good(alice).encoded(), good(bob).key());
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide.talk(RawPeer.of(stolen).dial(), listener);
    assertFailed(listener, TlsReason.HANDSHAKE);
  }

  @ParameterizedTest
  @EnumSource
  void olderVersionsAreRefusedInBothRoles(TlsStack stack) {
    RawPeer older = RawPeer.of(good(alice));
    older.version = "TLSv1.2";
    assertRefused(stack, older, TlsReason.HANDSHAKE);
  }

  @Test
  void issuersWithoutANameAreReadByBoringSsl() {
    Forge nameless = Forge.onP256().vouch(alice);
    nameless.name = Forge.NO_NAME;
    TlsStack stack = TlsStack.BORING_SSL;
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide.talk(RawPeer.of(nameless.own()).dial(), listener);
    assertSecured(listener, alice, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoTlsIsRefused(TlsStack stack) {
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    listener.deliver(Bytes.utf8("GET / HTTP/1.1\r\n\r\n"));
    assertFailed(listener, TlsReason.HANDSHAKE);
  }

  @ParameterizedTest
  @EnumSource
  void aHandshakeCannotBeReplayed(TlsStack stack) {
    TlsSecurity listening = security(stack, bob, YAMUX);
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
    TlsSide listener = side(listening.listener());
    TlsSide.talk(dialler, listener);
    assertSecured(listener, alice, Optional.of(YAMUX));

    TlsSide again = side(listening.listener());
    dialler.sent().forEach(again::deliver);
    assertFailed(again, TlsReason.HANDSHAKE);
  }

  @ParameterizedTest
  @EnumSource
  void aSilentPeerIsGivenUpOnInTime(TlsStack stack) {
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    listener.pass(TlsSecurity.HANDSHAKE_MILLIS - 1);
    assertThat(listener.events()).isEmpty();
    listener.pass(1);
    assertFailed(listener, TlsReason.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void everyCutOfAHandshakeIsOne(TlsStack stack) {
    int flights = 0;
    boolean done = false;
    while (!done) {
      TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
      TlsSide listener = side(security(stack, bob, YAMUX).listener());
      List<Bytes> pieces = new ArrayList<>();
      for (int i = 0; i < flights; i++) {
        pieces.addAll(i % 2 == 0 ? dialler.outgoing() : listener.outgoing());
        pieces.forEach((i % 2 == 0 ? listener : dialler)::deliver);
        pieces.clear();
      }
      done = !listener.events().isEmpty();
      if (!done) {
        listener.cut();
        assertFailed(listener, TlsReason.TRUNCATED);
      }
      flights++;
    }
    assertThat(flights).isGreaterThan(2);
  }

  /** Two sides that are done with their handshake. */
  private record Pair(TlsSide dialler, TlsSide listener) {}

  private Pair secured(TlsStack stack) {
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide.talk(dialler, listener);
    assertSecured(dialler, bob, Optional.of(YAMUX));
    return new Pair(dialler, listener);
  }

  @ParameterizedTest
  @EnumSource
  void aFarewellIsAnEndAndACutIsNone(TlsStack stack) {
    Pair ended = secured(stack);
    ended.dialler().write(Bytes.utf8("all"));
    var unused = ended.dialler().channel().close();
    TlsSide.talk(ended.dialler(), ended.listener());
    assertThat(ended.listener().received()).isEqualTo(Bytes.utf8("all"));
    assertThat(ended.listener().events()).last().isEqualTo(new TlsEvent.Ended());
    assertThat(ended.listener().channel().isOpen()).isFalse();
    assertThat(ended.dialler().events()).hasSize(1);

    Pair cut = secured(stack);
    cut.dialler().write(Bytes.utf8("all"));
    TlsSide.talk(cut.dialler(), cut.listener());
    cut.listener().cut();
    assertLast(cut.listener(), TlsReason.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource
  void aFarewellBeforeTheProofIsAFailure(TlsStack stack) {
    TlsSide listener = side(security(stack, bob, YAMUX).listener());
    TlsSide dialler = RawPeer.of(good(alice)).dial();
    dialler.outgoing().forEach(listener::deliver);
    listener.outgoing();
    var unused = dialler.channel().close();
    TlsSide.talk(dialler, listener);
    assertThat(listener.events()).singleElement().isInstanceOf(TlsEvent.Failed.class);
    assertThat(listener.channel().isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void ofWhatWeCloseOurselvesNothingIsTold(TlsStack stack) {
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
    var unused = dialler.channel().close();
    assertThat(dialler.channel().isOpen()).isFalse();
    assertThat(dialler.events()).isEmpty();

    Pair pair = secured(stack);
    var unusedToo = pair.listener().channel().close();
    TlsSide.talk(pair.listener(), pair.dialler());
    assertThat(pair.listener().events()).hasSize(1);
    assertThat(pair.dialler().events()).last().isEqualTo(new TlsEvent.Ended());
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatDoesNotOpenBreaksTheConnection(TlsStack stack) {
    Pair pair = secured(stack);
    pair.dialler().write(Bytes.utf8("something"));
    byte[] changed = pair.dialler().outgoing().get(0).toArray();
    changed[changed.length - 1] ^= 1;
    pair.listener().deliver(Bytes.owning(changed));
    TlsSide.talk(pair.listener(), pair.dialler());
    assertThat(pair.listener().received()).isEqualTo(Bytes.EMPTY);
    assertThat(pair.listener().channel().isOpen()).isFalse();
    assertLast(pair.listener(), TlsReason.RECORD, TlsReason.TRUNCATED);
    assertLast(pair.dialler(), TlsReason.RECORD);
  }

  private static void assertLast(TlsSide side, TlsReason... reasons) {
    assertThat(side.events())
        .last()
        .isInstanceOfSatisfying(
            TlsEvent.Failed.class, e -> assertThat(e.reason()).isIn((Object[]) reasons));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsWrittenBeforeThePeerIsProven(TlsStack stack) {
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
    assertThatThrownBy(() -> dialler.write(Bytes.utf8("too early")))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Whatever a library of TLS hands on, and when. */
  @ParameterizedTest
  @EnumSource
  void norIsAnythingReadBefore(TlsStack stack) {
    TlsSide dialler = side(security(stack, alice, YAMUX).dialler(bobsId));
    ByteBuf early = Unpooled.copiedBuffer(new byte[9]);
    dialler.channel().pipeline().context(SslHandler.class).fireChannelRead(early);
    assertThat(dialler.received()).isEqualTo(Bytes.EMPTY);
    assertThat(early.refCnt()).isZero();
    assertThat(dialler.events()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noNameIsSentAndNoSessionIsResumed(TlsStack stack) {
    TlsSecurity dialling = security(stack, alice, YAMUX);
    TlsSecurity listening = security(stack, bob, YAMUX);
    for (int i = 0; i < 3; i++) {
      TlsSide dialler = side(dialling.dialler(bobsId));
      TlsSide listener = side(listening.listener());
      TlsSide.talk(dialler, listener);
      assertDataPasses(listener, dialler);
      assertThat(Hello.extensions(dialler.sent().get(0)))
          .doesNotContain(Hello.SERVER_NAME, Hello.PRE_SHARED_KEY)
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDiallerThatWouldResumeASessionHasToProveItselfAnew(TlsStack stack) {
    TlsSecurity listening = security(stack, bob, YAMUX);
    RawPeer peer = RawPeer.of(good(alice));
    SSLContext context = peer.context();
    for (int i = 0; i < 3; i++) {
      TlsSide dialler = peer.side(context.createSSLEngine("bob.example", 4001), true);
      TlsSide listener = side(listening.listener());
      TlsSide.talk(dialler, listener);
      assertSecured(listener, alice, Optional.empty());
      assertDataPasses(listener, dialler);
      assertThat(Hello.extensions(listener.sent().get(0))).doesNotContain(Hello.PRE_SHARED_KEY);
    }
  }

  @Test
  void muxersHaveNamesThatAlpnCanCarry() {
    for (String bad : List.of("", "libp2p", "x".repeat(256))) {
      assertThatThrownBy(() -> security(TlsStack.preferred(), alice, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
