package io.vivim.node;

import io.vivim.did.Passphrase;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.store.OwnerOnly;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
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
  private final Console console;
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

  NodeCommand(Console console, Surroundings surroundings, StopSignal stop, Node.Machine machine) {
    this.console = console;
    this.stop = stop;
    this.machine = machine;
    this.data = new DataOption(surroundings);
    this.keys = new KeyOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Node.Config config =
        new Node.Config(
            new BuildVersion().getVersion()[0].substring("vivim ".length()),
            data.folder(),
            engine.engine(),
            keys.store(),
            passphrase(),
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
      console.flush();
      CompletableFuture.anyOf(stop.asked(), node.failure().toCompletableFuture()).get();
      return ExitCode.GOOD;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the log failed", e.getCause());
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    }
  }

  /** The folder of the keys may be out of reach, which is told as what it is. */
  private Optional<Passphrase> passphrase() throws IOException {
    try {
      return keys.nodePassphrase(passphrase.file());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  private Listen place() {
    String text = listen;
    return text == null
        ? Listen.DEFAULT
        : Listen.parse(text)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--listen takes HOST:PORT, not " + text));
  }

  /** A folder that was there may hold more than a node's data, so it is left as it is. */
  private void warnOfOthers(Path folder) throws IOException {
    if (OwnerOnly.isOpenToOthers(folder)) {
      console.complain("others may enter the data folder; 'chmod 700 " + folder + "' ends that");
    }
  }

  private Node start(Node.Config config) throws IOException {
    try {
      return Node.start(config, machine, fault -> console.complain("a call failed: " + fault));
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
