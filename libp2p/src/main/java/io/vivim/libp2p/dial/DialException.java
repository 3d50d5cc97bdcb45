package io.vivim.libp2p.dial;

import io.vivim.libp2p.peer.PeerId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** No link to a peer came about; tells what each address came to. */
public final class DialException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<Tried> tried;

  public DialException(PeerId peer, String why, List<Tried> tried) {
    super(
        "no link to "
            + peer
            + ": "
            + why
            + tried.stream().map(each -> "; " + each).collect(Collectors.joining()));
    this.tried = List.copyOf(tried);
  }

  /** The addresses, in the order in which something became of them. */
  public List<Tried> tried() {
    return tried;
  }
}
