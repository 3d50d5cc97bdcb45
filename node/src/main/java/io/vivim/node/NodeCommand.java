package io.vivim.node;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.did.Passphrase;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.AnchorPlan;
import io.vivim.node.blocks.Building;
import io.vivim.node.blocks.KeyHome;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.store.OwnerOnly;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vivim node}: runs a node until it is told to stop. */
@Command(
    name = "node",
    description = {
      "Run a node on this machine: a durable log of events, asked by JSON-RPC over HTTP.",
      "It says where it listens, what its log is, and which file has the token for what uses its"
          + " keys or is not public. SIGTERM or SIGINT (Ctrl-C) stops it in order."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim node",
      "  vivim node --data /srv/vivim --store rocksdb --listen 127.0.0.1:0",
      "  curl -s 127.0.0.1:8645 -H 'Content-Type: application/json' \\",
      "    -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"node_info\"}'"
    })
final class NodeCommand implements Callable<Integer> {
  private static final String EVERY = "--anchor-every";

  private final Console console;
  private final Surroundings surroundings;
  private final StopSignal stop;
  private final Node.Machine machine;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final DataOption data;

  @Mixin private final EngineOption engine = new EngineOption();

  @Mixin private final KeyOptions keys;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes any that is free. Else 127.0.0.1:8645.")
  private @Nullable String listen;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name by which callers may call the node, beside localhost and the address that it"
              + " listens on. May be repeated.")
  private List<String> hosts = List.of();

  @Option(
      names = "--build",
      paramLabel = "KEY",
      description =
          "Make blocks of what the log takes, signed by the key of this name, which is made where"
              + " there is none. Never run two nodes with it, nor a copy of an old data folder: it"
              + " signs one history only. Else VIVIM_BUILD; without either none are made.")
  private @Nullable String build;

  @Option(
      names = "--witnesses",
      paramLabel = "FILE",
      description =
          "A C2SP tlog-policy: the witnesses that are asked to cosign the public log, and how many"
              + " are enough.")
  private @Nullable Path witnesses;

  @Mixin private final AnchorOptions anchors = new AnchorOptions();

  @Option(
      names = EVERY,
      paramLabel = "MINUTES",
      description = "How long an anchor is left alone between two checkpoints; else 60.")
  private int anchorMinutes = 60;

  NodeCommand(Console console, Surroundings surroundings, StopSignal stop, Node.Machine machine) {
    this.console = console;
    this.surroundings = surroundings;
    this.stop = stop;
    this.machine = machine;
    this.data = new DataOption(surroundings);
    this.keys = new KeyOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    requireBuilder();
    Optional<Passphrase> secret = passphrase();
    Node.Config config =
        new Node.Config(
            new BuildVersion().getVersion()[0].substring("vivim ".length()),
            data.folder(),
            engine.engine(),
            keys.store(),
            secret,
            building(secret),
            RpcOptions.DEFAULT.withListen(place()).withHosts(new HashSet<>(hosts)));
    stop.heed();
    try (Node node = start(config)) {
      warnOfOthers(config.data());
      if (config.passphrase().isEmpty()) {
        console.complain(
            "no passphrase was given, so the node neither uses nor makes keys; start it with"
                + " VIVIM_PASSPHRASE or --passphrase-file for that");
      }
      console.line("listening on " + node.address());
      console.line("log " + node.logId());
      console.line("token in " + node.tokenFile());
      if (config.building().isPresent()) {
        console.line("building " + publicLog(config.building().get()).key().text());
      }
      console.flush();
      CompletableFuture.anyOf(stop.asked(), node.failure().toCompletableFuture()).get();
      return ExitCode.GOOD;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the log failed", e.getCause());
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    }
  }

  /** Nobody is to believe that something is witnessed or anchored where no blocks are made. */
  private void requireBuilder() {
    Optional<String> unused =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> name.equals("--witnesses") || name.startsWith("--anchor"))
            .findFirst();
    if (builderName().isEmpty() && unused.isPresent()) {
      throw misused(unused.get() + " is for a node that makes blocks: it goes with --build");
    }
  }

  private Optional<String> builderName() {
    return Optional.ofNullable(build).or(() -> surroundings.variable("VIVIM_BUILD"));
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** The folder of the keys may be out of reach, which is told as what it is. */
  private Optional<Passphrase> passphrase() throws IOException {
    try {
      return keys.nodePassphrase(passphrase.file());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  private @Nullable Policy policy() throws IOException {
    Path file = witnesses;
    return file == null ? null : PolicyFile.read(file);
  }

  private static LogOrigin publicLog(Building building) {
    return new LogOrigin(building.key().did(), LogScope.PUBLIC);
  }

  private Optional<Building> building(Optional<Passphrase> secret) throws IOException {
    Optional<String> name = builderName();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (secret.isEmpty()) {
      throw new UnreadableFileException(
          "passphrase", "blocks are signed, so --build needs the passphrase of the node's keys");
    }
    KeyHome home = BuilderKey.of(keys.store(), name.get(), KeyHome.Role.BUILDER, secret.get());
    return Optional.of(
        new Building(
            home.key(),
            Optional.of(home),
            BlockLimits.DEFAULT,
            Optional.ofNullable(policy()),
            anchorPlan()));
  }

  private AnchorPlan anchorPlan() throws IOException {
    AnchorPlan plan =
        new AnchorPlan(anchors.anchors(machine.random()), Duration.ofMinutes(anchorMinutes));
    if (anchorMinutes < 1) {
      throw misused(EVERY + " is 1 or more");
    }
    if (plan.anchors().isEmpty() && spec.commandLine().getParseResult().hasMatchedOption(EVERY)) {
      throw misused(EVERY + " goes with --anchor-calendar, --anchor-tsa or --anchor-evm");
    }
    return plan;
  }

  private Listen place() {
    String text = listen;
    return text == null
        ? Listen.DEFAULT
        : Listen.parse(text).orElseThrow(() -> misused("--listen takes HOST:PORT, not " + text));
  }

  /** A folder that was there may hold more than a node's data, so it is left as it is. */
  private void warnOfOthers(Path folder) throws IOException {
    if (OwnerOnly.isOpenToOthers(folder)) {
      console.complain("others may enter the data folder; 'chmod 700 " + folder + "' ends that");
    }
  }

  private Node start(Node.Config config) throws IOException {
    try {
      return Node.start(
          config, machine, fault -> console.complain("a call failed: " + fault), console::complain);
    } catch (BindException e) {
      throw new UnreadableFileException(
          "start",
          "the node cannot start: "
              + e.getMessage()
              + "; '--listen 127.0.0.1:0' takes any port that is free");
    } catch (IOException e) {
      throw new UnreadableFileException("start", "the node cannot start: " + e.getMessage());
    }
  }
}
