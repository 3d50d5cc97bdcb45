package io.vivim.node;

import io.vivim.codec.Cid;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.ucan.ChainReason;
import io.vivim.did.ucan.ChainVerdict;
import io.vivim.did.ucan.ChainVerifier;
import io.vivim.did.ucan.Delegation;
import io.vivim.did.ucan.Permission;
import io.vivim.did.ucan.Principal;
import io.vivim.did.ucan.Request;
import io.vivim.did.ucan.TokenText;
import io.vivim.did.ucan.UcanChain;
import io.vivim.did.ucan.UcanException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim ucan verify}: whether chains of delegations grant something. */
@Command(
    name = "verify",
    description = {
      "Verify chains of UCAN 1.0 delegations.",
      "Signatures, who delegates to whom, commands, times and revocations; with --command also"
          + " whether the chain permits a request.",
      "Answers each with 'valid' or 'invalid <reason> at <index>', the root's index being 0, or"
          + " with 'error <reason>' where a token is malformed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim ucan verify --at 1767225600 < chains.txt",
      "  vivim ucan verify --command /crud/read --args '{\"path\":\"/a\"}' < chains.txt"
    })
final class UcanVerifyCommand implements Callable<Integer> {
  private final Console console;
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "CHAIN",
      arity = "0..*",
      description =
          "Tokens of one chain, separated by spaces, the root first, in one argument; without any,"
              + " one chain a line is read from standard input.")
  private List<String> chains = List.of();

  @Option(
      names = "--at",
      paramLabel = "SECONDS",
      description = "The time to judge by, in seconds from the Unix epoch; else now.")
  private @Nullable Long at;

  @Option(
      names = "--revoked",
      paramLabel = "CID",
      description = "A delegation that one who may has revoked; may be given more than once.")
  private List<String> revoked = List.of();

  @Option(
      names = "--command",
      paramLabel = "COMMAND",
      description = "Judge a request for this command, by the chain's audience.")
  private @Nullable String command;

  @Option(
      names = "--args",
      paramLabel = "DAG-JSON",
      description = "The request's arguments, which the policies judge.")
  private String arguments = "{}";

  @Option(
      names = "--invoker",
      paramLabel = "DID",
      description = "Who makes the request; else the chain's audience.")
  private @Nullable String invoker;

  @Option(
      names = "--subject",
      paramLabel = "DID",
      description = "Whose authority the request is for; else the chain's subject.")
  private @Nullable String subject;

  @Option(names = "--json", description = "Answer with JSON objects.")
  private boolean json;

  UcanVerifyCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Set<Cid> revokedCids = new HashSet<>();
    for (String cid : revoked) {
      revokedCids.add(option("--revoked", () -> Cid.parse(cid)));
    }
    Optional<Wish> wish = wish();
    ChainVerifier verifier =
        new ChainVerifier(SignatureVerifier.create(), (cid, issuers) -> revokedCids.contains(cid));
    long time = at != null ? at : clock.instant().getEpochSecond();
    return new Batch(console, json)
        .answerEach(chains, chain -> verify(verifier, chain, time, wish));
  }

  /** A request, in which the chain fills in who is not named. */
  private record Wish(
      io.vivim.did.ucan.Command command,
      IpldMap arguments,
      Optional<Principal> invoker,
      Optional<Principal> subject) {}

  private Optional<Wish> wish() {
    String wanted = command;
    if (wanted == null) {
      if (invoker != null || subject != null || !arguments.equals("{}")) {
        throw new ParameterException(
            spec.commandLine(), "--args, --invoker and --subject need --command");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Wish(
            option("--command", () -> io.vivim.did.ucan.Command.parse(wanted)),
            option("--args", this::argumentMap),
            principal("--invoker", invoker),
            principal("--subject", subject)));
  }

  private Optional<Principal> principal(String name, @Nullable String did) {
    return did == null ? Optional.empty() : Optional.of(option(name, () -> Principal.parse(did)));
  }

  private IpldMap argumentMap() throws RefusedException {
    if (DagJson.decode(arguments).orThrow() instanceof IpldMap map) {
      return map;
    }
    throw new RefusedException(Reason.UNEXPECTED_KIND, 0);
  }

  private interface Parsed<T> {
    T get() throws RefusedException, UcanException;
  }

  private <T> T option(String name, Parsed<T> parsed) {
    try {
      return parsed.get();
    } catch (RefusedException | UcanException e) {
      throw new ParameterException(spec.commandLine(), name + " is malformed: " + e.getMessage());
    }
  }

  private static Answer verify(
      ChainVerifier verifier, String chain, long time, Optional<Wish> wish) {
    List<Delegation> delegations = new ArrayList<>();
    try {
      for (String token : chain.strip().split(" +", -1)) {
        delegations.add(Delegation.decode(TokenText.decode(token)).orThrow());
      }
    } catch (UcanException e) {
      return UcanCommand.refused(e.refusal());
    }
    ChainVerdict verdict = verifier.verify(delegations, time);
    if (verdict instanceof ChainVerdict.Refused refused) {
      return new Invalid(refused.reason(), refused.index(), refused.toString());
    }
    UcanChain good = ((ChainVerdict.Allowed) verdict).chain();
    if (wish.isPresent()
        && permission(good, wish.get(), time) instanceof Permission.Denied denied) {
      return new Invalid(denied.reason(), denied.index(), denied.toString());
    }
    return new Valid(good);
  }

  private static Permission permission(UcanChain chain, Wish wish, long time) {
    return chain.permits(
        new Request(
            wish.invoker().orElse(chain.audience()),
            wish.subject().orElse(chain.subject()),
            wish.command(),
            wish.arguments(),
            time));
  }

  /** The chain grants what was asked. */
  private record Valid(UcanChain chain) implements Answer {
    @Override
    public String text() {
      return "valid";
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("valid", Ipld.TRUE)
          .put("subject", Ipld.of(chain.subject().toString()))
          .put("audience", Ipld.of(chain.audience().toString()))
          .put("command", Ipld.of(chain.command().toString()))
          .build();
    }
  }

  /** The chain grants nothing, or not this. */
  private record Invalid(ChainReason reason, int index, String place) implements Answer {
    @Override
    public String text() {
      return "invalid " + place;
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json =
          IpldMap.builder()
              .put("valid", Ipld.FALSE)
              .put("reason", Ipld.of(reason.code()))
              .put("message", Ipld.of(reason.text()));
      return index < 0 ? json.build() : json.put("index", Ipld.of(index)).build();
    }

    @Override
    public Optional<String> complaint() {
      return Optional.of("invalid " + place + " (" + reason.text() + ")");
    }
  }
}
