package io.vivim.node;

import io.vivim.blockbuilder.Witness;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.did.Passphrase;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.EventLog;
import io.vivim.node.blocks.KeyHome;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.node.rpc.WitnessServer;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vivim witness}: sees to it that logs of others have one history. */
@Command(
    name = "witness",
    synopsisSubcommandLabel = "COMMAND",
    description = "Cosign the logs of others, each in one history only.",
    footerHeading = "%nExamples:%n",
    footer = "  vivim witness serve --data witness --key watcher --log VKEY")
final class WitnessCommand {
  /** {@code vivim witness serve}: until it is told to stop. */
  @Command(
      name = "serve",
      description = {
        "Run a witness (C2SP tlog-witness): it cosigns each checkpoint that goes on from the one"
            + " that it cosigned before.",
        "It says where it listens and what its key is. SIGTERM or SIGINT (Ctrl-C) stops it in"
            + " order. Its data folder is a promise: never run two with one key, nor a copy of an"
            + " old one."
      },
      footerHeading = "%nExamples:%n",
      footer =
          "  vivim witness serve --data witness --key watcher --log VKEY --listen 127.0.0.1:8646")
  static final class Serve implements Callable<Integer> {
    private final Console console;
    private final StopSignal stop;
    private final Node.Machine machine;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        required = true,
        description = "A folder of its own, where it remembers what it cosigned.")
    private Path data = Path.of("");

    @Mixin private final KeyOptions keys;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Option(
        names = "--key",
        paramLabel = "NAME",
        required = true,
        description =
            "The key that cosigns, made where there is none of this name. It signs nothing else.")
    private String key = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "The witness's name, such as a host's; else vivim-witness/ and its key.")
    private @Nullable String name;

    @Option(
        names = "--log",
        paramLabel = "VKEY",
        required = true,
        description = "The key of a log to witness, whose name is its origin. May be repeated.")
    private List<String> logs = List.of();

    @Option(
        names = "--listen",
        paramLabel = "HOST:PORT",
        description = "Where to listen; port 0 takes any that is free. Else 127.0.0.1:8646.")
    private String listen = "127.0.0.1:8646";

    @Option(
        names = "--host",
        paramLabel = "NAME",
        description = "A name by which callers may call it. May be repeated.")
    private List<String> hosts = List.of();

    Serve(Console console, Surroundings surroundings, StopSignal stop, Node.Machine machine) {
      this.console = console;
      this.stop = stop;
      this.machine = machine;
      this.keys = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      List<VerifierKey> known = logs.stream().map(this::log).toList();
      KeyHome home = BuilderKey.of(keys.store(), key, KeyHome.Role.WITNESS, passphrase());
      NoteSigner signer = signer(home.key());
      stop.heed();
      try (Store store = store(home, signer);
          WitnessServer server = start(store, signer, known)) {
        console.line("listening on " + server.address());
        console.line("witness " + signer.verifier().text());
        console.flush();
        stop.asked().get();
        return ExitCode.GOOD;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the witness failed", e.getCause());
      } catch (InterruptedException e) {
        throw LogOption.interrupted(e);
      }
    }

    private Passphrase passphrase() throws IOException {
      return keys.nodePassphrase(passphrase.file())
          .orElseThrow(
              () ->
                  new UnreadableFileException(
                      "passphrase", "a witness signs, so it needs the passphrase of its key"));
    }

    /** The store, once it is sure that it is the one in which this key remembers. */
    private Store store(KeyHome home, NoteSigner signer) throws IOException {
      try {
        home.requireFolder(data);
        Store store = LogOption.storeIn(data, Optional.empty());
        try {
          if (EventLog.isIn(store)) {
            throw new StoreException(
                StoreError.OTHER_USE,
                data + " is a node's: a witness has a data folder of its own, named by --data",
                null);
          }
          home.claim(
              store, data, machine.random(), view -> Witness.hasCosigned(view, signer.verifier()));
        } catch (IOException | RuntimeException e) {
          store.close();
          throw e;
        }
        return store;
      } catch (IOException e) {
        throw new UnreadableFileException("start", "the witness cannot start: " + e.getMessage());
      }
    }

    private NoteSigner signer(SigningKey cosigner) {
      String called =
          Optional.ofNullable(name).orElse("vivim-witness/" + cosigner.did().multikey());
      try {
        return NoteSigner.witness(called, cosigner);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--name is none: " + called);
      }
    }

    private WitnessServer start(Store store, NoteSigner signer, List<VerifierKey> known)
        throws IOException {
      Witness witness =
          Witness.open(
              store,
              signer,
              origin -> known.stream().filter(each -> each.name().equals(origin)).toList(),
              new NoteCheck(SignatureVerifier.create()),
              machine.clock());
      RpcOptions options = RpcOptions.DEFAULT.withListen(place()).withHosts(new HashSet<>(hosts));
      return WitnessServer.start(
          options, witness, machine.nanos(), fault -> console.complain("a call failed: " + fault));
    }

    private Listen place() {
      return Listen.parse(listen)
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(), "--listen takes HOST:PORT, not " + listen));
    }

    private VerifierKey log(String text) {
      try {
        VerifierKey known = VerifierKey.parse(text);
        if (known.type() == VerifierKey.Type.NOTE) {
          return known;
        }
      } catch (NoteException e) {
        throw new ParameterException(
            spec.commandLine(), "--log is no key of a log: " + e.getMessage());
      }
      throw new ParameterException(
          spec.commandLine(), "--log is no key of a log, but of one that cosigns: " + text);
    }
  }
}
