package io.vivim.libp2p.kad.rpc;

/**
 * What one message may hold; one with more is refused whole.
 *
 * @param messageBytes in all
 * @param keyBytes in a key
 * @param valueBytes in a value
 * @param peers that are near, and the same again that provide
 * @param addresses of each peer; what is said beyond that is passed over
 * @param addressBytes in an address; longer ones are passed over
 */
public record MessageLimits(
    int messageBytes, int keyBytes, int valueBytes, int peers, int addresses, int addressBytes) {
  private static final int MIB = 1 << 20;

  public static final MessageLimits DEFAULT = new MessageLimits(MIB, 256, 64 * 1024, 1024, 32, 256);
}
