package io.vivim.node;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidDocument;
import io.vivim.did.DidError;
import io.vivim.did.DidKeyResolver;
import io.vivim.did.DidResolution;
import io.vivim.did.DidResolver;
import io.vivim.did.SigningKey;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim did}: identities. */
@Command(
    name = "did",
    synopsisSubcommandLabel = "COMMAND",
    description = "Resolve DIDs and make DID documents.",
    footerHeading = "%nExamples:%n",
    footer = "  vivim did resolve did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
final class DidCommand {

  /** {@code vivim did resolve}: the documents of DIDs. */
  @Command(
      name = "resolve",
      description = {
        "Resolve DIDs of the method did:key.",
        "Answers each with its DID document as JSON, or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim did resolve did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "  vivim did resolve --no-context < dids.txt"
      })
  static final class Resolve implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "DID",
        arity = "0..*",
        description = "DIDs; without any, one a line is read from standard input.")
    private List<String> dids = List.of();

    @Option(names = "--no-context", description = "Plain JSON, without the JSON-LD context.")
    private boolean noContext;

    @Option(names = "--json", description = "Answer with JSON objects: document, or error.")
    private boolean json;

    Resolve(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      DidResolver resolver = new DidKeyResolver();
      return new Batch(console, json).answerEach(dids, did -> answer(resolver.resolve(did)));
    }

    private Answer answer(DidResolution resolution) throws RefusedException {
      if (resolution instanceof DidResolution.Resolved found) {
        return Document.of(found.document(), !noContext);
      }
      DidError error = ((DidResolution.Unresolved) resolution).error();
      return new Answer.Refused(error.code(), OptionalLong.empty(), error.text());
    }
  }

  /** {@code vivim did document}: the document of a key that is given by its seed. */
  @Command(
      name = "document",
      description = {
        "Make the DID document of an Ed25519 key from its seed, as test vectors give it.",
        "Answers each with the document as JSON, or with 'error <reason> at <offset>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim did document --seed-hex < seeds.txt",
        "  vivim did document --no-context --seed-hex < seeds.txt"
      })
  static final class OfSeed implements Callable<Integer> {
    private final Console console;

    @Option(
        names = "--seed-hex",
        required = true,
        arity = "0..*",
        paramLabel = "HEX",
        description =
            "Seeds of 32 bytes; without any, one a line is read from standard input, where others"
                + " on this machine do not see them.")
    private List<String> seeds = List.of();

    @Option(names = "--no-context", description = "Plain JSON, without the JSON-LD context.")
    private boolean noContext;

    @Option(names = "--json", description = "Answer with JSON objects: document, or error.")
    private boolean json;

    OfSeed(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      List<String> given = seeds.stream().filter(seed -> !seed.isEmpty()).toList();
      return new Batch(console, json).answerEachRaw(given, this::answer);
    }

    private Answer answer(Bytes hex) throws RefusedException {
      int wrong = HexText.firstInvalid(hex);
      if (wrong >= 0) {
        return Answer.Refused.at(wrong, "hex", HexText.CLAUSE);
      }
      if (hex.size() != 2 * SigningKey.SEED_BYTES) {
        return Answer.Refused.at(hex.size(), "seed-length", "a seed has 32 bytes");
      }
      SecretBytes seed =
          SecretBytes.copyFrom(HexText.decode(hex).toArray(), InsecureSecretKeyAccess.get());
      return Document.of(DidDocument.of(SigningKey.fromSeed(seed).did()), !noContext);
    }
  }

  /** A DID document. */
  private record Document(String text, Ipld value) implements Answer {
    static Document of(DidDocument document, boolean jsonLd) throws RefusedException {
      String text = jsonLd ? document.toJsonLd() : document.toJson();
      return new Document(text, DagJson.decode(text).orThrow());
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("document", value).build();
    }
  }
}
