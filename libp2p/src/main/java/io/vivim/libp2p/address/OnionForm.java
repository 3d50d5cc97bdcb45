package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** A name of Tor without its ending and a port other than 0: {@code timaq4ygg2iegci7:80}. */
final class OnionForm implements ValueForm {
  @Override
  public Optional<Bytes> read(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<Bytes> host = Base32Text.read(text.substring(0, colon));
    Optional<Bytes> port = NumberForm.PORT.read(text.substring(colon + 1));
    return host.flatMap(h -> port.map(p -> Bytes.concat(h, p)));
  }

  @Override
  public boolean accepts(Bytes value) {
    return NumberForm.valueOf(port(value)) != 0;
  }

  @Override
  public String write(Bytes value) {
    String host = Base32Text.write(value.slice(0, value.size() - 2));
    return host + ":" + NumberForm.PORT.write(port(value));
  }

  private static Bytes port(Bytes value) {
    return value.from(value.size() - 2);
  }
}
