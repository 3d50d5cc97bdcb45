package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureProvider;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim sig}: signatures. */
@Command(
    name = "sig",
    synopsisSubcommandLabel = "COMMAND",
    description = "Check signatures.",
    footerHeading = "%nExamples:%n",
    footer = "  vivim sig check < signatures.txt")
final class SigCommand {

  /** {@code vivim sig check}: the verdict on each signature. */
  @Command(
      name = "check",
      description = {
        "Check Ed25519 signatures by the one strict rule.",
        "Answers each with 'valid' or 'invalid <reason>', or with 'error <reason> at <offset>'"
            + " where the line is malformed."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim sig check < signatures.txt",
        "  vivim sig check --provider java < signatures.txt"
      })
  static final class Check implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "SIGNATURE",
        arity = "0..*",
        description =
            "'<publicKeyHex> <messageHex> <signatureHex>', in one argument; without any, one a"
                + " line is read from standard input.")
    private List<String> signatures = List.of();

    @Option(
        names = "--provider",
        paramLabel = "native|java",
        description = "Who does the arithmetic; else the native library where it loads.")
    private String provider = "";

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Check(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      SignatureProvider chosen =
          switch (provider) {
            case "" -> SignatureProvider.preferred();
            case "native" -> SignatureProvider.NATIVE;
            case "java" -> SignatureProvider.JAVA;
            default ->
                throw new ParameterException(
                    spec.commandLine(), "--provider is native or java, not " + provider);
          };
      if (!chosen.isAvailable()) {
        console.complain("the native library does not load on this machine");
        return ExitCode.REFUSED;
      }
      SignatureVerifier verifier = SignatureVerifier.on(chosen);
      return new Batch(console, json).answerEachRaw(signatures, line -> check(verifier, line));
    }

    private static Answer check(SignatureVerifier verifier, Bytes line) {
      int first = indexOfSpace(line, 0);
      int second = indexOfSpace(line, first + 1);
      if (second >= line.size()) {
        return Answer.Refused.at(
            line.size(), "fields", "a line is a public key, a message and a signature");
      }
      Bytes[] parts = {line.slice(0, first), line.slice(first + 1, second), line.from(second + 1)};
      int[] starts = {0, first + 1, second + 1};
      for (int i = 0; i < parts.length; i++) {
        int wrong = HexText.firstInvalid(parts[i]);
        if (wrong >= 0) {
          return Answer.Refused.at(starts[i] + wrong, "hex", HexText.CLAUSE);
        }
        parts[i] = HexText.decode(parts[i]);
      }
      return new Judged(verifier.verify(parts[0], parts[1], parts[2]));
    }

    /** The index of the next space, or the size where there is none. */
    private static int indexOfSpace(Bytes line, int from) {
      int index = from;
      while (index < line.size() && line.at(index) != ' ') {
        index++;
      }
      return index;
    }
  }

  /** The verdict on one signature. */
  private record Judged(Verdict verdict) implements Answer {
    @Override
    public String text() {
      return verdict.isValid() ? "valid" : "invalid " + verdict.code();
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json = IpldMap.builder().put("valid", Ipld.of(verdict.isValid()));
      return verdict.isValid()
          ? json.build()
          : json.put("reason", Ipld.of(verdict.code()))
              .put("message", Ipld.of(verdict.text()))
              .build();
    }

    @Override
    public Optional<String> complaint() {
      return verdict.isValid()
          ? Optional.empty()
          : Optional.of("invalid " + verdict.code() + ": " + verdict.text());
    }
  }
}
