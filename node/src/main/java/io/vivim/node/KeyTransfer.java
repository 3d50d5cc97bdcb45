package io.vivim.node;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim key export} and {@code import}: encrypted key files on their way elsewhere. */
final class KeyTransfer {
  private KeyTransfer() {}

  /** {@code vivim key export}: keys as they are kept, or their bare secrets. */
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

    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = KeyCommand.NAMES)
    private List<String> names = List.of();

    @Option(
        names = "--seed",
        description = "The bare secret, unencrypted: whoever reads it is the identity.")
    private boolean seed;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Export(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      if (!seed) {
        return new Batch(console, json)
            .answerEach(
                names,
                name -> KeyAnswer.of(() -> new KeyAnswer.Exported(name, store.exportFile(name))));
      }
      Passphrase under = options.passphrase(passphrase.file(), false);
      return new Batch(console, json)
          .answerEach(names, name -> KeyAnswer.of(() -> seedOf(store, name, under)));
    }

    private static Answer seedOf(KeyStore store, String name, Passphrase under)
        throws IOException, KeyStoreException {
      byte[] seed = store.open(name, under).seed().toByteArray(InsecureSecretKeyAccess.get());
      return new KeyAnswer.Exported(name, Bytes.copyOf(seed));
    }
  }

  /** {@code vivim key import}: what export wrote, kept here. */
  @Command(
      name = "import",
      description = {
        "Keep keys that 'key export' wrote, still under their own passphrases.",
        "Answers each with '<name> <did>', or with 'error <reason>'.",
        "A key writes in one data folder: in two it forks its log, and other nodes hold that against"
            + " it. A second machine gets a key of its own, made a device of the identity by"
            + " 'identity:add_device', and writes with '--as <did>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim key import < home.key", "  vivim key import --seed < home.seed"})
  static final class Import implements Callable<Integer> {
    static final String ONE_FOLDER =
        "a key that writes in two data folders forks its log: if this one writes elsewhere too, make"
            + " a key of its own for this machine, and that a device ('vivim key import --help')";

    private final Console console;

    @Mixin private final KeyOptions options;

    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Parameters(
        paramLabel = "KEY",
        arity = "0..*",
        description = "'<name> <hex>'; without any, one a line is read from standard input.")
    private List<String> keys = List.of();

    @Option(
        names = "--seed",
        description = "The hex is a bare secret of 32 bytes, to be kept under a passphrase now.")
    private boolean seed;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Import(Console console, Surroundings surroundings) {
      this.console = console;
      this.options = new KeyOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      KeyStore store = options.store();
      Keeping keeping = store::importFile;
      if (seed) {
        Passphrase under = options.passphrase(passphrase.file(), true);
        keeping = (name, secret) -> store.add(name, key(secret), under);
      }
      AtomicBoolean isAnyKept = new AtomicBoolean();
      Keeping each = keeping;
      int code =
          new Batch(console, json)
              .answerEach(
                  keys,
                  line ->
                      keep(
                          store,
                          line,
                          (name, content) -> {
                            each.keep(name, content);
                            isAnyKept.set(true);
                          }));
      if (isAnyKept.get()) {
        console.flush();
        console.complain(ONE_FOLDER);
      }
      return code;
    }

    private static SigningKey key(Bytes seed) throws UnreadableFileException {
      if (seed.size() != SigningKey.SEED_BYTES) {
        throw new UnreadableFileException("seed-length", "a seed has 32 bytes");
      }
      return SigningKey.fromSeed(
          SecretBytes.copyFrom(seed.toArray(), InsecureSecretKeyAccess.get()));
    }

    /** Puts what a line holds into the store. */
    private interface Keeping {
      void keep(String name, Bytes content) throws IOException, KeyStoreException;
    }

    private static Answer keep(KeyStore store, String line, Keeping keeping) {
      int space = line.indexOf(' ');
      if (space < 0) {
        return Answer.Refused.at(
            line.length(), "no-hex", "a key is its name and the hex of what was exported");
      }
      String name = line.substring(0, space);
      Bytes hex = Bytes.utf8(line.substring(space + 1));
      int wrong = HexText.firstInvalid(hex);
      if (wrong >= 0) {
        return Answer.Refused.at(space + 1L + wrong, "hex", HexText.CLAUSE);
      }
      return KeyAnswer.of(
          () -> {
            keeping.keep(name, HexText.decode(hex));
            return new KeyAnswer.Kept(name, store.did(name));
          });
    }
  }
}
