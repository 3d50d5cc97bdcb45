package io.vivim.node;

import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vivim store}: the files in which a node keeps what it knows. */
@Command(
    name = "store",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look after the store of a node that is not running.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim store stats --data data",
      "  vivim store copy --from data --to faster --store rocksdb"
    })
final class StoreCommand {

  /** What is done with a store. */
  private interface Work {
    Answer with(Store store);
  }

  /** Opens a store, works with it, and says what came of it. */
  private static int answer(Console console, boolean json, Path folder, Work work)
      throws IOException {
    Answer answer;
    try (Store store = LogOption.existingStoreIn(folder)) {
      answer = work.with(store);
    } catch (StoreException e) {
      throw unreadable(e);
    }
    console.line(json ? Batch.jsonOf(answer) : answer.text());
    return ExitCode.GOOD;
  }

  private static UnreadableFileException unreadable(StoreException e) {
    UnreadableFileException told =
        new UnreadableFileException(e.error().code(), String.valueOf(e.getMessage()));
    told.initCause(e);
    return told;
  }

  /** {@code vivim store stats}: figures. */
  @Command(
      name = "stats",
      description = {
        "Show what a store holds and takes up.",
        "Answers with lines of '<name> <value>'. Where the engine does not count its entries, their"
            + " number is an estimate."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim store stats", "  vivim store stats --data data --json"})
  static final class Stats implements Callable<Integer> {
    private final Console console;

    @Mixin private final DataOption data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Stats(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new DataOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      return answer(console, json, data.folder(), store -> new StoreAnswer.Figures(store.stats()));
    }
  }

  /** {@code vivim store compact}: unused space is given back. */
  @Command(
      name = "compact",
      description = {
        "Give back to the file system what a store does not need.",
        "Answers with 'compacted <bytes> to <bytes> bytes'. Meanwhile it may need as much again."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim store compact --data data")
  static final class Compact implements Callable<Integer> {
    private final Console console;

    @Mixin private final DataOption data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Compact(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new DataOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      return answer(
          console,
          json,
          data.folder(),
          store -> {
            long before = store.stats().diskBytes();
            store.compact();
            return new StoreAnswer.Compacted(before, store.stats().diskBytes());
          });
    }
  }

  /** {@code vivim store copy}: all entries go into a new store. */
  @Command(
      name = "copy",
      description = {
        "Copy a store into a new one, of the same engine or another.",
        "Answers with 'copied <n> entries', and says that from now on a key writes in one of the"
            + " two alone, or else its log forks. A copy that was broken off does not open, and is"
            + " begun again by the same command."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim store copy --from data --to faster --store rocksdb")
  static final class Copy implements Callable<Integer> {
    private final Console console;
    private final LongSupplier nanoClock;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--from",
        paramLabel = "FOLDER",
        required = true,
        description = "The data folder to copy.")
    private Path from = Path.of("");

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        required = true,
        description = "The new data folder.")
    private Path to = Path.of("");

    @Option(
        names = "--store",
        paramLabel = "ENGINE",
        description = "The new store's engine, h2 or rocksdb; without it, that of the old one.")
    private String engine = "";

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Copy(Console console, LongSupplier nanoClock) {
      this.console = console;
      this.nanoClock = nanoClock;
    }

    @Override
    public Integer call() throws IOException {
      Optional<Engine> asked = engine.isEmpty() ? Optional.empty() : Optional.of(engineOf(engine));
      return answer(console, json, from, store -> new StoreAnswer.Copied(copy(store, asked)));
    }

    private Engine engineOf(String code) {
      return Arrays.stream(Engine.values())
          .filter(each -> each.code().equals(code))
          .findFirst()
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "--store takes "
                          + Arrays.stream(Engine.values())
                              .map(Engine::code)
                              .collect(Collectors.joining(" or "))
                          + ", not "
                          + code));
    }

    private long copy(Store store, Optional<Engine> asked) {
      DataFiles.requireOurs(to);
      String own = store.stats().engine();
      long entries = store.stats().entries();
      try (Progress progress = new Progress(console, "copying", "entries", entries, nanoClock)) {
        return Stores.copy(
            store, to, asked.orElseGet(() -> engineOf(own)), StoreOptions.DEFAULT, progress::at);
      }
    }
  }
}
