package io.vivim.node.ledger;

/** How DAG-JSON writes what JSON does not have, for whoever wrote it otherwise. */
public final class DagJsonAdvice {
  private static final String RESERVED = "\"/\"";

  private DagJsonAdvice() {}

  /** What to say behind the refusal of a text; nothing where it tries neither link nor bytes. */
  public static String behind(String json) {
    return json.contains(RESERVED)
        ? "; a link is {\"/\":\"bafy…\"}, and bytes are {\"/\":{\"bytes\":\"<base64>\"}}"
        : "";
  }
}
