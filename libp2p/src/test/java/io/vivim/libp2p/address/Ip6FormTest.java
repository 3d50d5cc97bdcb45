package io.vivim.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** IPv6 texts beside the JDK's reader, which is a reference for those with colons alone. */
final class Ip6FormTest {
  private static final Ip6Form FORM = new Ip6Form();

  @Property
  void textsOfColonsAndDigitsAreReadAsTheJdkDoes(@ForAll("likely") String text)
      throws UnknownHostException {
    Optional<Bytes> ours = FORM.read(text);
    assertThat(ours).isEqualTo(jdk(text));
  }

  private static Optional<Bytes> jdk(String text) throws UnknownHostException {
    try {
      // In brackets, so that nothing is ever looked up.
      InetAddress address = InetAddress.getByName("[" + text + "]");
      if (address instanceof Inet6Address six) {
        return Optional.of(Bytes.copyOf(six.getAddress()));
      }
      Bytes mapped = Bytes.fromHex("00000000000000000000ffff");
      return Optional.of(Bytes.concat(mapped, Bytes.copyOf(address.getAddress())));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  @Property
  void everyAddressIsReadBackFromItsText(@ForAll("sparse") Bytes value) {
    String text = FORM.write(value);
    assertThat(FORM.read(text)).contains(value);
    assertThat(text).isLowerCase().doesNotContainPattern("(^|:)0[0-9a-f]").doesNotContain(":::");
    if (!text.contains("::")) {
      assertThat(text).doesNotContain(":0:0:");
    }
  }

  @Provide
  Arbitrary<String> likely() {
    return Arbitraries.of("0", "1", "00", "ffff", "ABC", "12345", "", "", ":", "::", "g")
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(groups -> String.join(":", groups))
        .filter(text -> text.contains(":"));
  }

  @Provide
  Arbitrary<Bytes> sparse() {
    return Arbitraries.of((byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 0xff)
        .list()
        .ofSize(16)
        .map(
            bytes -> {
              byte[] array = new byte[16];
              for (int i = 0; i < array.length; i++) {
                array[i] = bytes.get(i);
              }
              return Bytes.owning(array);
            });
  }
}
