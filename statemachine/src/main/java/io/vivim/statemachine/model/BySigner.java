package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The signs by which the elements of a field are found by who made them: so whoever takes away all
 * that an event has seen does not look at what it has not seen. They stand beside elements that lie
 * apart; of few there are none.
 *
 * <pre>
 *   ff 01 | signer 16 | seq 8 | event 32 | SHA-256 of the element's key      01 | the element's key
 * </pre>
 */
final class BySigner {
  private static final Bytes SIGNS = Bytes.owning(new byte[] {(byte) 0xff, 1});
  private static final Bytes BEHIND = Bytes.owning(new byte[] {(byte) 0xff, 2});
  private static final Bytes KEY = Bytes.owning(new byte[] {1});

  private BySigner() {}

  /** With the sign that an event made an element. */
  static Elements with(Elements elements, Stamp stamp, Bytes key, Past past) {
    return elements.withSign(sign(stamp, key, past), Bytes.concat(KEY, key));
  }

  static Elements without(Elements elements, Stamp stamp, Bytes key, Past past) {
    return elements.withSign(sign(stamp, key, past), Bytes.EMPTY);
  }

  /** Without any. */
  static Elements none(Elements elements) {
    Elements left = elements;
    for (Bytes sign : elements.in(SIGNS, BEHIND).keySet()) {
      left = left.withSign(sign, Bytes.EMPTY);
    }
    return left;
  }

  private static Bytes sign(Stamp stamp, Bytes key, Past past) {
    return Bytes.concat(
        SIGNS,
        past.signerOf(stamp),
        number(stamp.seq()),
        stamp.event().digest(),
        Multihash.sha256(key).digest());
  }

  /**
   * The keys of the elements of which an event may have seen something; nothing where that may be
   * any.
   */
  static Optional<Set<Bytes>> reached(Elements elements, Past past) {
    return past.hasAll() ? Optional.empty() : past.reach().map(reach -> keys(elements, reach));
  }

  private static Set<Bytes> keys(Elements elements, Map<Bytes, Long> reach) {
    Set<Bytes> keys = new LinkedHashSet<>();
    reach.forEach(
        (signer, seq) -> {
          Bytes of = Bytes.concat(SIGNS, signer);
          elements
              .in(of, Bytes.concat(of, number(seq + 1)))
              .values()
              .forEach(sign -> keys.add(sign.from(KEY.size())));
        });
    return keys;
  }

  private static Bytes number(long value) {
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }
}
