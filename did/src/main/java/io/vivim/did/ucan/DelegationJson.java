package io.vivim.did.ucan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * A delegation for people and scripts, as one line of JSON; to look at, not to sign or to parse
 * back.
 *
 * <pre>
 *   {"tag", "cid", "iss", "aud", "sub", "cmd", "pol", "nonce", "meta", "nbf", "exp",
 *    "varsig", "signature", "verdict"}
 * </pre>
 *
 * <p>Every key is always there, null where the token has nothing. {@code nonce}, {@code varsig} and
 * {@code signature} are hex, {@code pol} and {@code meta} are DAG-JSON, or {@code {"dag-cbor":
 * hex}} where DAG-JSON has no way to say them.
 */
public final class DelegationJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** The verdict where the issuer has no key that signatures are checked with here. */
  private static final String NO_VERDICT = ChainReason.ISSUER_KEY.code();

  private DelegationJson() {}

  /** The line, with the verdict on the signature. */
  public static String write(Delegation delegation, SignatureVerifier verifier) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("tag", delegation.envelope().tag());
      out.writeStringField("cid", delegation.cid().toString());
      out.writeStringField("iss", delegation.issuer().toString());
      out.writeStringField("aud", delegation.audience().toString());
      out.writeStringField("sub", delegation.subject().map(Principal::toString).orElse(null));
      out.writeStringField("cmd", delegation.command().toString());
      write("pol", delegation.policy().toIpld(), out);
      out.writeStringField("nonce", delegation.nonce().toHex());
      write("meta", delegation.meta().<Ipld>map(meta -> meta).orElse(Ipld.NULL), out);
      write("nbf", orNull(delegation.notBefore()), out);
      write("exp", orNull(delegation.expires()), out);
      out.writeStringField("varsig", SignedEnvelope.VARSIG.toHex());
      out.writeStringField("signature", delegation.envelope().signature().toHex());
      out.writeStringField(
          "verdict",
          delegation.verdict(verifier).map(verdict -> verdict.code()).orElse(NO_VERDICT));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(String name, Ipld value, JsonGenerator out) throws IOException {
    out.writeFieldName(name);
    String json;
    try {
      json = DagJson.encode(value);
    } catch (RefusedException e) {
      json = "{\"dag-cbor\":\"" + DagCbor.encode(value).toHex() + "\"}";
    }
    out.writeRawValue(json);
  }

  private static Ipld orNull(OptionalLong number) {
    return number.isPresent() ? Ipld.of(number.getAsLong()) : Ipld.NULL;
  }
}
