package io.vivim.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DnsMessageTest {
  private static final String HEADER = "000084000000000100000000";
  private static final DnsMessage RESPONSE =
      DnsMessage.response(
          List.of(
              DnsMessage.Entry.pointer(Mdns.SERVICE, "abc." + Mdns.SERVICE),
              DnsMessage.Entry.text("abc." + Mdns.SERVICE, Bytes.utf8("dnsaddr=/ip4/10.0.0.1")),
              DnsMessage.Entry.text("abc." + Mdns.SERVICE, Bytes.utf8(""))));

  static List<DnsMessage> all() {
    return List.of(RESPONSE, DnsMessage.query(Mdns.SERVICE));
  }

  @Test
  void whatIsSaidIsReadAsItWasWritten() throws WireException {
    for (DnsMessage message : all()) {
      assertThat(DnsMessage.decode(message.encode())).isEqualTo(message);
    }
  }

  @Test
  void messagesHaveTheBytesThatTheSpecificationDraws() {
    assertThat(DnsMessage.query(Mdns.SERVICE).encode().toHex())
        .isEqualTo(
            "000000000001000000000000"
                + ("04" + Bytes.utf8("_p2p").toHex())
                + ("04" + Bytes.utf8("_udp").toHex())
                + ("05" + Bytes.utf8("local").toHex())
                + "00000c0001");
  }

  @Test
  void namesAreReadWhereverTheyGoOn() throws WireException {
    // "b.A" at 12, and behind it a pointer to "A" at 14.
    String name = "016201410000100001000000780003" + "027878";
    Bytes one =
        Bytes.fromHex(
            "000084000000000200000000"
                + name
                + "0163c00e"
                + "000c000100000078"
                + "0004"
                + "0164c00e");

    assertThat(DnsMessage.decode(one).records())
        .containsExactly(
            DnsMessage.Entry.text("b.a", Bytes.utf8("xx")), DnsMessage.Entry.pointer("c.a", "d.a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A pointer to itself, and to what is behind it.
        "c00c000c00010000007800020162",
        "c00e000c00010000007800020162",
        // A label of a kind that nobody has defined, a text that is cut off, one that is too long.
        "40000c00010000007800020162",
        "0161000010000100000078000203",
        "016100001000010000007800020361",
        // A target that goes on behind its record, and bytes behind the last record.
        "0161000c00010000007800020162000000",
        "01610000100001000000780000ff"
      })
  void whatIsNoMessageIsRefused(String hex) {
    Bytes message = Bytes.fromHex(HEADER + hex);
    assertThatThrownBy(() -> DnsMessage.decode(message)).isInstanceOf(WireException.class);
  }

  @Test
  void whatIsTooMuchIsRefused() {
    assertThatThrownBy(() -> DnsMessage.decode(Bytes.owning(new byte[9001])))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> DnsMessage.decode(Bytes.fromHex("000084000041000000000000")))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> DnsMessage.decode(Bytes.fromHex("000084000000010100000000")))
        .isInstanceOf(WireException.class);
  }

  @Property
  void whateverComesIsRefusedOrRead(@ForAll byte[] junk, @ForAll @IntRange(max = 100) int at) {
    DnsMessageFuzz.law(Bytes.copyOf(junk));
    byte[] nearlyGood = RESPONSE.encode().toArray();
    for (int i = 0; i < Math.min(3, junk.length); i++) {
      nearlyGood[(at + 7 * i) % nearlyGood.length] ^= junk[i];
    }
    DnsMessageFuzz.law(Bytes.owning(nearlyGood));
  }
}
