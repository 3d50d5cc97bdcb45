package io.vivim.did;

/** Why a DID could not be read or resolved, by the names that the specifications give. */
public enum DidError {
  INVALID_DID("invalidDid", "the text is not a DID of its method"),
  INVALID_DID_URL("invalidDidUrl", "the text is not a DID URL"),
  METHOD_NOT_SUPPORTED("methodNotSupported", "the DID method is not supported here"),
  UNSUPPORTED_PUBLIC_KEY_TYPE("unsupportedPublicKeyType", "the key type is not supported here"),
  INVALID_PUBLIC_KEY_LENGTH("invalidPublicKeyLength", "the public key has the wrong length"),
  INVALID_PUBLIC_KEY("invalidPublicKey", "the bytes are no public key of their type"),
  /** The DID is good, but nothing is known of it; for methods that look things up. */
  NOT_FOUND("notFound", "nothing is known of this DID");

  private final String code;
  private final String text;

  DidError(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The name in the specifications, such as {@code invalidDid}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
