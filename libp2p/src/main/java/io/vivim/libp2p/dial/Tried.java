package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;

/**
 * What became of an address in a dial.
 *
 * @param outcome in words, the reason first where there is one
 */
public record Tried(Multiaddr address, String outcome) {
  @Override
  public String toString() {
    return address + " " + outcome;
  }
}
