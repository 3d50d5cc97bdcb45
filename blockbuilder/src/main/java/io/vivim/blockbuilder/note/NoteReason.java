package io.vivim.blockbuilder.note;

/**
 * Why a text is no note, key, checkpoint, proof or policy, or is not to be believed; a closed list.
 */
public enum NoteReason {
  TOO_LARGE("it is larger than any note"),
  NOT_UTF8("it is not UTF-8"),
  CONTROL_CHARACTER("it has a control character"),
  NO_SIGNATURES("it does not end with an empty line and lines of signatures"),
  TOO_MANY_SIGNATURES("it has too many signatures"),
  BAD_SIGNATURE_LINE("a signature's line is not a dash, a name and base64"),
  BAD_KEY_NAME("a key's name is empty, or has a space or a plus"),
  BAD_VERIFIER_KEY("it is not a name, an id and a key, joined by plus"),
  KEY_ID_MISMATCH("the key's id is not that of its name and key"),
  UNKNOWN_KEY_TYPE("the key is of an unknown type"),
  NOT_SIGNED("no known key has signed it"),
  SIGNATURE_FAILS("a known key's signature does not match"),
  BAD_ORIGIN("the checkpoint's origin is empty"),
  OTHER_ORIGIN("the checkpoint is of another log"),
  BAD_SIZE("a size or an index is not a number in its shortest form"),
  BAD_HASH("a hash is not 32 bytes in base64"),
  BAD_EXTENSION("a line of the checkpoint is empty"),
  NOT_ENOUGH_LINES("it ends early"),
  BAD_TIME("a cosignature's time is none, or beyond all times"),
  NOT_A_PROOF("it does not begin with c2sp.org/tlog-proof@v1"),
  BAD_EXTRA("the extra data is not base64"),
  TOO_MANY_HASHES("a proof has more than 63 hashes"),
  NOT_PROVEN("the proof does not lead from the entry to the root"),
  NO_QUORUM("too few of the witnesses have cosigned"),
  BAD_POLICY("a line of the policy cannot be read");

  private final String text;

  NoteReason(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
