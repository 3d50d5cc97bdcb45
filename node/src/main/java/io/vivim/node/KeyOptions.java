package io.vivim.node;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreError;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where keys lie and what opens them: options first, then the environment, then a person. */
final class KeyOptions {
  /** The key store's name, where it lies beside or in the data. */
  static final String FOLDER = "keys";

  private static final int MAX_PASSPHRASE_BYTES = 4 * 1024;

  private final Surroundings surroundings;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "The key store; else VIVIM_KEYS, else ~/.vivim/keys.")
  private @Nullable String folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  KeyOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  KeyStore store() {
    if (folder != null) {
      if (folder.isEmpty()) {
        throw misused("--keys names no folder");
      }
      return KeyStore.at(Path.of(folder));
    }
    return KeyStore.at(
        surroundings
            .variable("VIVIM_KEYS")
            .map(Path::of)
            .orElseGet(() -> surroundings.home().resolve(".vivim").resolve(FOLDER)));
  }

  /** The identity of a DID, or of a key that is here by its name, which is never like a DID. */
  DidKey identity(String option, String text) throws IOException {
    try {
      return text.contains(":") ? DidKey.parse(text) : store().did(text);
    } catch (DidException e) {
      throw misused(option + " is malformed: " + e.getMessage());
    } catch (KeyStoreException e) {
      throw misused(option + " is neither a DID nor a key here: " + e.error().text());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  /** The DID of a key of this name here. */
  Optional<DidKey> named(String name) {
    try {
      return Optional.of(store().did(name));
    } catch (KeyStoreException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the key store fails", e);
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }

  /** The passphrase that options or the environment give, if they do; nobody is asked. */
  Optional<Passphrase> givenPassphrase(@Nullable Path file) throws IOException {
    Optional<Path> source =
        file != null
            ? Optional.of(file)
            : surroundings.variable("VIVIM_PASSPHRASE_FILE").map(Path::of);
    if (source.isPresent()) {
      return Optional.of(passphrase(firstLine(source.get())));
    }
    Optional<String> variable = surroundings.variable("VIVIM_PASSPHRASE");
    return variable.isPresent()
        ? Optional.of(passphrase(variable.get().toCharArray()))
        : Optional.empty();
  }

  /**
   * The passphrase of a node: given, or where there are keys told by a person, who may tell none.
   * Nobody can make keys under a second one by mistake: it opens one of the keys that are there.
   */
  Optional<Passphrase> nodePassphrase(@Nullable Path file) throws IOException {
    KeyStore store = store();
    List<String> names = store.names();
    Optional<Passphrase> passphrase = givenPassphrase(file);
    if (passphrase.isEmpty() && !names.isEmpty()) {
      Optional<char[]> told =
          surroundings.prompt().ask("Passphrase of the node's keys (none to run without them): ");
      passphrase =
          told.isPresent() && told.get().length > 0
              ? Optional.of(passphrase(told.get()))
              : Optional.empty();
    }
    if (passphrase.isPresent() && !names.isEmpty()) {
      requireOpensOne(store, names, passphrase.get());
    }
    return passphrase;
  }

  private static void requireOpensOne(KeyStore store, List<String> names, Passphrase passphrase)
      throws IOException {
    boolean isWrong = false;
    for (String name : names) {
      try {
        store.open(name, passphrase);
        return;
      } catch (KeyStoreException e) {
        isWrong |= e.error() == KeyStoreError.WRONG_PASSPHRASE;
      }
    }
    if (isWrong) {
      throw new UnreadableFileException(
          KeyStoreError.WRONG_PASSPHRASE.code(),
          "the passphrase is wrong: it opens none of the keys here ("
              + String.join(", ", names)
              + ")");
    }
  }

  /** The passphrase; a person is asked twice for one that is {@code fresh}. */
  Passphrase passphrase(@Nullable Path file, boolean fresh) throws IOException {
    Optional<Passphrase> given = givenPassphrase(file);
    if (given.isPresent()) {
      return given.get();
    }
    char[] first = ask("Passphrase: ");
    if (!fresh) {
      return passphrase(first);
    }
    char[] second = ask("The same again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new UnreadableFileException("passphrase", "the two passphrases differ");
    }
    return passphrase(first);
  }

  private char[] ask(String question) throws UnreadableFileException {
    return surroundings
        .prompt()
        .ask(question)
        .orElseThrow(
            () ->
                new UnreadableFileException(
                    "passphrase",
                    "no passphrase: use --passphrase-file, VIVIM_PASSPHRASE_FILE,"
                        + " VIVIM_PASSPHRASE, or a terminal"));
  }

  private static Passphrase passphrase(char[] characters) throws UnreadableFileException {
    if (characters.length == 0) {
      throw new UnreadableFileException("passphrase", "the passphrase is empty");
    }
    try {
      return Passphrase.of(characters, InsecureSecretKeyAccess.get());
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /** The file's first line, as UTF-8, without its end. */
  private static char[] firstLine(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_PASSPHRASE_BYTES + 1);
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException("passphrase", file + ": " + reason.clause());
    }
    if (bytes.length > MAX_PASSPHRASE_BYTES) {
      throw new UnreadableFileException("passphrase", "the passphrase file is too long");
    }
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] characters = Arrays.copyOf(text.array(), text.limit());
      Arrays.fill(text.array(), '\0');
      return characters;
    } catch (CharacterCodingException e) {
      throw new UnreadableFileException("passphrase", "the passphrase is not UTF-8");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
