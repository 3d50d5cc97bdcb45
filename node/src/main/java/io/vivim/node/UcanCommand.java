package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.ucan.Delegation;
import io.vivim.did.ucan.DelegationJson;
import io.vivim.did.ucan.TokenText;
import io.vivim.did.ucan.UcanException;
import io.vivim.did.ucan.UcanRefusal;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim ucan}: capabilities. */
@Command(
    name = "ucan",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at UCAN delegations and verify chains of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim ucan inspect < tokens.txt",
      "  vivim ucan verify --at 1767225600 < chains.txt"
    })
final class UcanCommand {

  /** {@code vivim ucan inspect}: what tokens say. */
  @Command(
      name = "inspect",
      description = {
        "Show what UCAN 1.0 delegations say, whether or not they are in force.",
        "Answers each with a JSON object, the verdict on its signature among it, or with"
            + " 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim ucan inspect < tokens.txt")
  static final class Inspect implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "TOKEN",
        arity = "0..*",
        description =
            "Tokens in hex, base64, multibase or as a UCAN container of one; without any, one a"
                + " line is read from standard input.")
    private List<String> tokens = List.of();

    @Option(names = "--json", description = "Answer with JSON objects where a token is bad, too.")
    private boolean json;

    Inspect(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      SignatureVerifier verifier = SignatureVerifier.create();
      return new Batch(console, json).answerEach(tokens, token -> inspect(verifier, token));
    }

    private static Answer inspect(SignatureVerifier verifier, String token)
        throws RefusedException {
      try {
        Delegation delegation = Delegation.decode(TokenText.decode(token.strip())).orThrow();
        return Shown.of(DelegationJson.write(delegation, verifier));
      } catch (UcanException e) {
        return refused(e.refusal());
      }
    }
  }

  static Answer refused(UcanRefusal refusal) {
    return new Answer.Refused(refusal.toString(), OptionalLong.empty(), refusal.reason().text());
  }

  /** What a token says. */
  private record Shown(String text, IpldMap json) implements Answer {
    static Shown of(String line) throws RefusedException {
      Ipld value = DagJson.decode(Bytes.utf8(line), Limits.BLOCK).orThrow();
      return new Shown(line, (IpldMap) value);
    }
  }
}
