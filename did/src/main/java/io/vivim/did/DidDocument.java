package io.vivim.did;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The document of a did:key as its method's specification expands it with the default options.
 *
 * @param id the DID
 * @param verification the method of the key itself
 * @param relationships the uses of the key, by their names and in the specification's order; none
 *     for a key that cannot sign
 * @param keyAgreement the method that messages are encrypted to, where there is one
 */
public record DidDocument(
    String id,
    VerificationMethod verification,
    List<String> relationships,
    Optional<VerificationMethod> keyAgreement) {
  /** The JSON-LD context that defines every term of such a document. */
  public static final String CONTEXT = "https://www.w3.org/ns/did/v1.1";

  private static final List<String> SIGNING =
      List.of("authentication", "assertionMethod", "capabilityDelegation", "capabilityInvocation");

  private static final JsonFactory JSON = new JsonFactory();

  /** A key, and the name by which the document's owner refers to it. */
  public record VerificationMethod(String id, String controller, DidKey key) {
    static VerificationMethod of(String did, DidKey key) {
      return new VerificationMethod(did + "#" + key.multikey(), did, key);
    }
  }

  /** The document of a key. */
  public static DidDocument of(DidKey key) {
    String did = key.toString();
    VerificationMethod own = VerificationMethod.of(did, key);
    return switch (key.type()) {
      case ED25519 ->
          new DidDocument(
              did, own, SIGNING, Optional.of(VerificationMethod.of(did, key.keyAgreement())));
      case X25519 -> new DidDocument(did, own, List.of(), Optional.of(own));
      case SECP256K1, P256 -> new DidDocument(did, own, SIGNING, Optional.empty());
    };
  }

  /** As {@code application/did+json}: without a context. */
  public String toJson() {
    return write(false);
  }

  /** As {@code application/did+ld+json}: with the context in front. */
  public String toJsonLd() {
    return write(true);
  }

  private String write(boolean withContext) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      if (withContext) {
        out.writeArrayFieldStart("@context");
        out.writeString(CONTEXT);
        out.writeEndArray();
      }
      out.writeStringField("id", id);
      out.writeArrayFieldStart("verificationMethod");
      write(verification, out);
      out.writeEndArray();
      for (String relationship : relationships) {
        out.writeArrayFieldStart(relationship);
        out.writeString(verification.id());
        out.writeEndArray();
      }
      if (keyAgreement.isPresent()) {
        out.writeArrayFieldStart("keyAgreement");
        if (keyAgreement.get().equals(verification)) {
          out.writeString(verification.id());
        } else {
          write(keyAgreement.get(), out);
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(VerificationMethod method, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", method.id());
    out.writeStringField("type", "Multikey");
    out.writeStringField("controller", method.controller());
    out.writeStringField("publicKeyMultibase", method.key().multikey());
    out.writeEndObject();
  }
}
