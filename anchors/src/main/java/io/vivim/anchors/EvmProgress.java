package io.vivim.anchors;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The transactions that were signed for one anchoring, all with one nonce, so that the chain takes
 * one of them.
 *
 * @param signed the transactions, the last one offers most
 * @param price that it offers for gas
 * @param at when it was signed
 */
record EvmProgress(long nonce, List<Bytes> signed, BigInteger price, Instant at) {
  /** More are not offered. */
  static final int MAX_SIGNED = 16;

  EvmProgress {
    signed = List.copyOf(signed);
  }

  EvmProgress offering(Bytes raw, BigInteger more, Instant now) {
    List<Bytes> all = new ArrayList<>(signed);
    all.add(raw);
    return new EvmProgress(nonce, all, more, now);
  }

  Bytes last() {
    return signed.get(signed.size() - 1);
  }

  Bytes encode() {
    return DagCbor.encode(
        IpldMap.builder()
            .put("nonce", Ipld.of(nonce))
            .put("signed", new Ipld.Sequence(signed.stream().<Ipld>map(Ipld::of).toList()))
            .put("price", Ipld.of(price.toString()))
            .put("at", Ipld.of(at.toEpochMilli()))
            .build());
  }

  static EvmProgress decode(Bytes bytes) {
    try {
      Row row = new Row((IpldMap) DagCbor.decode(bytes).orThrow());
      return new EvmProgress(
          row.number("nonce"),
          row.all("signed"),
          new BigInteger(row.text("price")),
          Instant.ofEpochMilli(row.number("at")));
    } catch (RefusedException e) {
      throw new IllegalStateException("transactions that were written cannot be read", e);
    }
  }
}
