package io.vivim.did.ucan;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Multibase;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Tokens as texts.
 *
 * <pre>
 *   825840…               hex, as every token begins
 *   glhA…                 base64, either alphabet, padded or not
 *   B… C… O… P…           a UCAN container: base64 or base64url, plain or gzipped
 *   u… f… b… z… …         any multibase
 * </pre>
 *
 * <p>(UCAN Container 0.1, "Encoding"; a text that could be two of these is taken for the first.)
 */
public final class TokenText {
  private static final String CONTAINER_KEY = "ctn-v1";

  /** What a map of the one key "ctn-v1" begins with in base64, and a gzipped one. */
  private static final String PLAIN_CONTAINER = "oWZjdG4t";

  private static final String GZIPPED = "H4sI";

  private static final String HEX_TOKEN = "825840";
  private static final String BASE64_TOKEN = "glhA";

  private static final Limits CONTAINER = new Limits(UcanLimits.MAX_CONTAINER_BYTES, 2, 1024);

  private TokenText() {}

  /** The text that we write: multibase base64url. */
  public static String encode(Delegation delegation) {
    return Multibase.BASE64_URL.encode(delegation.envelope().bytes());
  }

  /** The bytes of the one token that a text holds; what they are is not looked at. */
  public static Bytes decode(String text) throws UcanException {
    List<Bytes> tokens = decodeAll(text);
    if (tokens.size() != 1) {
      throw new UcanException(UcanReason.TOKEN_COUNT, "");
    }
    return tokens.get(0);
  }

  /**
   * The bytes of all tokens that a text holds, in the order of its container, which means nothing.
   */
  public static List<Bytes> decodeAll(String text) throws UcanException {
    if (text.length() > UcanLimits.MAX_TEXT_CHARS) {
      throw new UcanException(UcanReason.TEXT_LENGTH, "");
    }
    if (text.startsWith(HEX_TOKEN)) {
      return List.of(hex(text));
    }
    if (text.startsWith(BASE64_TOKEN)) {
      return List.of(base64(text));
    }
    String body = text.isEmpty() ? "" : text.substring(1);
    if (body.startsWith(PLAIN_CONTAINER) && (text.startsWith("B") || text.startsWith("C"))) {
      return tokens(base64(body));
    }
    if (body.startsWith(GZIPPED) && (text.startsWith("O") || text.startsWith("P"))) {
      return tokens(decompressed(base64(body)));
    }
    try {
      return List.of(Multibase.decode(text));
    } catch (RefusedException e) {
      throw new UcanException(UcanReason.TEXT, "");
    }
  }

  private static Bytes hex(String text) throws UcanException {
    try {
      return Bytes.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw new UcanException(UcanReason.TEXT, "");
    }
  }

  /** Base64 that an encoder would have written, in one of four ways. */
  private static Bytes base64(String text) throws UcanException {
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
    try {
      byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
      if (encoder.encodeToString(bytes).equals(text)
          || encoder.withoutPadding().encodeToString(bytes).equals(text)) {
        return Bytes.copyOf(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not base64; refused below like base64 with stray bits.
    }
    throw new UcanException(UcanReason.TEXT, "");
  }

  private static Bytes decompressed(Bytes gzipped) throws UcanException {
    try (InputStream in = new GZIPInputStream(gzipped.inputStream())) {
      // One byte more than the limit, so that the decoder sees that it is too large.
      return Bytes.copyOf(in.readNBytes(UcanLimits.MAX_CONTAINER_BYTES + 1));
    } catch (IOException e) {
      throw new UcanException(UcanReason.TEXT, "");
    }
  }

  private static List<Bytes> tokens(Bytes container) throws UcanException {
    Ipld value;
    try {
      Decoded<Ipld> decoded = DagCbor.decode(container, CONTAINER);
      value = decoded.orThrow();
    } catch (RefusedException e) {
      throw new UcanException(e.refusal());
    }
    if (!(value instanceof IpldMap map)
        || map.size() != 1
        || !(map.get(CONTAINER_KEY).orElse(Ipld.NULL) instanceof Ipld.Sequence list)) {
      throw new UcanException(UcanReason.TEXT, "");
    }
    if (list.values().isEmpty() || list.values().size() > UcanLimits.MAX_CONTAINER_TOKENS) {
      throw new UcanException(UcanReason.TOKEN_COUNT, "");
    }
    List<Bytes> tokens = new ArrayList<>();
    for (Ipld each : list.values()) {
      if (!(each instanceof Ipld.Binary token)) {
        throw new UcanException(UcanReason.TEXT, "");
      }
      tokens.add(token.value().compact());
    }
    return tokens;
  }
}
