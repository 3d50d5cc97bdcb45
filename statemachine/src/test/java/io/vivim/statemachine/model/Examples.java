package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.SigningKey;
import io.vivim.did.ucan.Command;
import io.vivim.did.ucan.DelegationBuilder;
import io.vivim.did.ucan.Principal;
import io.vivim.did.ucan.UcanException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that a notation of the specification allows and refuses.
 *
 * @param good never empty
 * @param bad empty only where any value will do
 */
record Examples(List<Ipld> good, List<Ipld> bad) {
  private static final Pattern SIZED = Pattern.compile("text, 1–(\\d+)");

  private static final String LINK = Bodies.LINK;
  private static final String BYTES = "{'/':{'bytes':'AAAAAA'}}";
  private static final String DID = "'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'";
  private static final String EDGE = "{target: link; relation?: word; weight?: 0 to 1}";

  private static final String PROVENANCE =
      "{method: word; conversation?: link; message?: link; acu?: link; provider?: text, 1–128;"
          + " model?: text, 1–256; source?: text, 1–2048}";

  private static final Map<String, Examples> BY_NOTATION =
      Map.ofEntries(
          Map.entry("bool", of("true,false", "1,'true'")),
          Map.entry("bytes", of(BYTES, "'x'," + LINK)),
          Map.entry("link", of(LINK, "'x',{}")),
          Map.entry("map", of("{},{'a':[1]}", "[],'x'")),
          Map.entry("text", of("'','x'", "1,[]")),
          Map.entry("text, 1–64, no white space", of("'ann'", "'','a b',1")),
          Map.entry("word", of("'a','tool_call','x-1'", "'','A','a b','1a',1")),
          Map.entry("integer from 0", of("0,7", "-1,0.5,'1'")),
          Map.entry("number from 0", of("0,0.5,9", "-0.5,'1'")),
          Map.entry("0 to 1", of("0,1,0.25", "-0.1,1.1,'1'")),
          Map.entry("milliseconds", of("0,-1,1700000000000", "0.5,'2026-01-01'")),
          Map.entry("seconds", of("0,1700000000", "-1,0.5,'1'")),
          Map.entry("float32s", of(BYTES, "{'/':{'bytes':''}},{'/':{'bytes':'AAAA'}},[0.5]")),
          Map.entry("DID", of(DID + ",'did:web:example.com'", "'ann','did:x:','did:key:a b',1")),
          Map.entry("did:key", of(DID, "'did:web:example.com','did:key:z6Mk',1")),
          Map.entry("URI", of("'https://example.com/a','urn:x'", "'example','a b:c',1")),
          Map.entry("link or URI", of(LINK + ",'urn:x'", "'example',1")),
          Map.entry("language tag", of("'en','zh-Hant-TW'", "'','en_US','-',1")),
          Map.entry("media type", of("'text/plain','text/markdown; charset=utf-8'", "'text',1")),
          Map.entry("[link]", of("[],[" + LINK + "]", "['x']," + LINK)),
          Map.entry("text or [{type: word}]", of("'x',[],[{'type':'a','b':1}]", "1,['x'],[{}]")),
          Map.entry(
              EDGE,
              of(
                  "{'target':" + LINK + "},{'relation':'a','target':" + LINK + ",'weight':1}",
                  "{},{'relation':'A','target':" + LINK + "}," + LINK)),
          Map.entry(
              PROVENANCE,
              of("{'method':'stated'},{'acu':" + LINK + ",'method':'x'}", "{},'x',{'method':1}")));

  private static Examples of(String good, String bad) {
    return new Examples(list(good), list(bad));
  }

  private static List<Ipld> list(String values) {
    return ((Ipld.Sequence) Bodies.value("[" + values + "]")).values();
  }

  /** Those of a notation, or nothing where this class has none. */
  static Optional<Examples> of(String notation) {
    Matcher sized = SIZED.matcher(notation);
    if (sized.matches()) {
      int most = Integer.parseInt(sized.group(1));
      return Optional.of(
          new Examples(
              List.of(Ipld.of("x"), Ipld.of("x".repeat(most))),
              List.of(Ipld.of(""), Ipld.of("x".repeat(most + 1)), Ipld.of(1))));
    }
    if (notation.startsWith("`")) {
      List<Ipld> words =
          Arrays.stream(notation.substring(1, notation.length() - 1).split("`, `", -1))
              .map(word -> (Ipld) Ipld.of(word))
              .toList();
      return Optional.of(new Examples(words, List.of(Ipld.of("odd"), Ipld.of(1))));
    }
    if (notation.startsWith("{`")) {
      return Optional.of(of("{},{'a':'register'}", "{'a':'odd'},{'':'set'},'set'"));
    }
    if (notation.equals("UCAN")) {
      return Optional.of(new Examples(List.of(Ipld.of(token())), list(BYTES + ",'x'")));
    }
    if (notation.equals("any")) {
      return Optional.of(new Examples(list("1,'x',{},[null]"), List.of()));
    }
    return Optional.ofNullable(BY_NOTATION.get(notation));
  }

  private static Bytes token() {
    SigningKey issuer = SigningKey.generate();
    try {
      return new DelegationBuilder()
          .audience(Principal.of(SigningKey.generate().did()))
          .subject(Principal.of(issuer.did()))
          .nonce(Bytes.utf8("only once"))
          .command(Command.parse("/vivim"))
          .neverExpires()
          .sign(issuer)
          .envelope()
          .bytes();
    } catch (UcanException e) {
      throw new AssertionError(e);
    }
  }
}
