package io.vivim.node;

import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.node.blocks.KeyHome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim key}: the keys of this machine, each encrypted under a passphrase. */
@Command(
    name = "key",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make and keep keys.",
    footerHeading = "%nExamples:%n",
    footer = {"  vivim key new home", "  vivim key list", "  vivim key export home > home.key"})
final class KeyCommand {
  static final String NAMES = "Names; without any, one a line is read from standard input.";

  /** {@code vivim key new}: keys from the system's randomness. */
  @Command(
      name = "new",
      description = {
        "Make keys and keep them under these names, encrypted under a passphrase.",
        "Answers each with '<name> <did>', or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim key new home", "  vivim key new --passphrase-file secret.txt home phone"})
  static final class New implements Callable<Integer> {
    private final Console console;

    @Mixin private final KeyOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = NAMES)
    private List<String> names = List.of();

    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    New(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      Passphrase under = options.passphrase(passphrase.file(), true);
      return new Batch(console, json)
          .answerEach(names, name -> KeyAnswer.of(() -> make(store, name, under)));
    }

    private static Answer make(KeyStore store, String name, Passphrase passphrase)
        throws IOException, KeyStoreException {
      SigningKey key = SigningKey.generate();
      store.add(name, key, passphrase);
      KeyHome.noteUnused(store, key.did());
      return new KeyAnswer.Kept(name, key.did());
    }
  }

  /** {@code vivim key list}: all keys. */
  @Command(
      name = "list",
      description = {
        "List all keys, each as '<name> <did>'. No passphrase is needed.",
        "A key that cannot be read is answered with 'error <reason> <name>'."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim key list --json")
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private final KeyOptions options;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    ListAll(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      List<String> names;
      try {
        names = store.names();
      } catch (IOException e) {
        throw UnreadableFileException.of(e);
      }
      return new Batch(console, json)
          .answerKnown(
              names,
              name -> named(name, KeyAnswer.of(() -> new KeyAnswer.Kept(name, store.did(name)))));
    }

    /** A refusal with the key's name, which nobody gave and so nobody could count. */
    private static Answer named(String name, Answer answer) {
      return answer instanceof Answer.Refused bad
          ? new Answer.Refused(bad.reason() + " " + name, bad.offset(), bad.clause())
          : answer;
    }
  }

  /** {@code vivim key show}: the DIDs of keys. */
  @Command(
      name = "show",
      description = {
        "Show keys by their names.",
        "Answers each with '<name> <did>', or with 'error <reason>'. No passphrase is needed."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim key show home")
  static final class Show implements Callable<Integer> {
    private final Console console;

    @Mixin private final KeyOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = NAMES)
    private List<String> names = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Show(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      return new Batch(console, json)
          .answerEach(names, name -> KeyAnswer.of(() -> new KeyAnswer.Kept(name, store.did(name))));
    }
  }

  /** {@code vivim key rm}: keys are removed. */
  @Command(
      name = "rm",
      description = {
        "Remove keys. Without a copy elsewhere, an identity is lost with its key.",
        "Answers each with 'removed <name>', or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim key export home > home.key", "  vivim key rm --yes home"})
  static final class Rm implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private final KeyOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = NAMES)
    private List<String> names = List.of();

    @Option(names = "--yes", description = "Say that you mean it; required.")
    private boolean meant;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Rm(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      if (!meant) {
        throw new ParameterException(
            spec.commandLine(), "a removed key does not come back: export it, then say --yes");
      }
      KeyStore store = options.store();
      return new Batch(console, json)
          .answerEach(names, name -> KeyAnswer.of(() -> remove(store, name)));
    }

    private static Answer remove(KeyStore store, String name)
        throws IOException, KeyStoreException {
      store.remove(name);
      return new KeyAnswer.Removed(name);
    }
  }
}
