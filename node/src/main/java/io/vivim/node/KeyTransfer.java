package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.did.KeyStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim key export} and {@code import}: encrypted key files on their way elsewhere. */
final class KeyTransfer {
  private KeyTransfer() {}

  /** {@code vivim key export}: the encrypted files of keys. */
  @Command(
      name = "export",
      description = {
        "Write keys as they are kept: encrypted under their passphrases.",
        "Answers each with '<name> <hex>', which 'key import' reads, or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim key export home > home.key",
        "  vivim key export home | vivim key import --keys /backup/keys"
      })
  static final class Export implements Callable<Integer> {
    private final Console console;

    @Mixin private final KeyOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = KeyCommand.NAMES)
    private List<String> names = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Export(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      return new Batch(console, json)
          .answerEach(
              names,
              name -> KeyAnswer.of(() -> new KeyAnswer.Exported(name, store.exportFile(name))));
    }
  }

  /** {@code vivim key import}: what export wrote, kept here. */
  @Command(
      name = "import",
      description = {
        "Keep keys that 'key export' wrote, still under their own passphrases.",
        "Answers each with '<name> <did>', or with 'error <reason>'."
      },
      footerHeading = "%nExamples:%n",
      footer = "  vivim key import < home.key")
  static final class Import implements Callable<Integer> {
    private final Console console;

    @Mixin private final KeyOptions options;

    @Parameters(
        paramLabel = "KEY",
        arity = "0..*",
        description = "'<name> <hex>'; without any, one a line is read from standard input.")
    private List<String> keys = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Import(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      return new Batch(console, json).answerEach(keys, line -> keep(store, line));
    }

    private static Answer keep(KeyStore store, String line) {
      int space = line.indexOf(' ');
      if (space < 0) {
        return Answer.Refused.at(
            line.length(), "no-hex", "a key is its name and the hex of its file");
      }
      String name = line.substring(0, space);
      Bytes hex = Bytes.utf8(line.substring(space + 1));
      int wrong = HexText.firstInvalid(hex);
      if (wrong >= 0) {
        return Answer.Refused.at(space + 1L + wrong, "hex", HexText.CLAUSE);
      }
      return KeyAnswer.of(
          () -> {
            store.importFile(name, HexText.decode(hex));
            return new KeyAnswer.Kept(name, store.did(name));
          });
    }
  }
}
