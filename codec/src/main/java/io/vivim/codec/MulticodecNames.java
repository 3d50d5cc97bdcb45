package io.vivim.codec;

import com.apicatalog.multicodec.Multicodec;
import com.apicatalog.multicodec.codec.MulticodecRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of codes in the multicodec table, for people; a code without a name is given in hex. */
final class MulticodecNames {
  /**
   * The codes of the table's tag "ipld", which the library leaves out, as far as blocks use them.
   */
  private static final Map<Long, String> IPLD =
      Map.of(
          0x51L, "cbor",
          0x55L, "raw",
          0x70L, "dag-pb",
          0x71L, "dag-cbor",
          0x72L, "libp2p-key",
          0x78L, "git-raw",
          0x85L, "dag-jose",
          0x0129L, "dag-json",
          0x0200L, "json");

  private MulticodecNames() {}

  static String ofContent(long code) {
    String name = IPLD.get(code);
    return name != null ? name : nameOrHex(Multicodec.Tag.Serialization, code);
  }

  static String ofHash(long code) {
    return nameOrHex(Multicodec.Tag.Multihash, code);
  }

  private static String nameOrHex(Multicodec.Tag tag, long code) {
    @Nullable Multicodec known = MulticodecRegistry.provided(tag).get(code);
    return known != null ? known.name() : "0x" + Long.toHexString(code);
  }
}
