package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Passphrase PASSPHRASE = passphrase("correct horse");

  @TempDir Path temporary;
  private Path directory;
  private KeyStore store;

  @BeforeEach
  void openAnEmptyStore() {
    directory = temporary.resolve("home").resolve("keys");
    store = KeyStore.cheaplyAt(directory);
  }

  static List<VectorCase> files() {
    return Vectors.load("key-file").cases("valid");
  }

  @Test
  void aKeyComesBackAsItWasKept() throws Exception {
    store.add("home", KEY, PASSPHRASE);

    SigningKey opened = KeyStore.at(directory).open("home", PASSPHRASE);

    assertThat(opened.did()).isEqualTo(KEY.did());
    assertThat(opened.sign(Bytes.utf8("x"))).isEqualTo(KEY.sign(Bytes.utf8("x")));
  }

  @Test
  void keysAreListedByNameWithoutAPassphrase() throws Exception {
    SigningKey other = SigningKey.generate();
    store.add("b", KEY, PASSPHRASE);
    store.add("a", other, PASSPHRASE);

    assertThat(store.names()).containsExactly("a", "b");
    assertThat(store.did("a")).isEqualTo(other.did());
    assertThat(store.did("b")).isEqualTo(KEY.did());
  }

  @Test
  void aStoreThatIsNotThereIsEmpty() throws Exception {
    assertThat(store.names()).isEmpty();
    assertRefused(KeyStoreError.NO_SUCH_KEY, () -> store.open("home", PASSPHRASE));
    assertRefused(KeyStoreError.NO_SUCH_KEY, () -> remove("home"));
    assertThat(directory).doesNotExist();
  }

  @Test
  void aStoreThatIsNoDirectoryIsABrokenDisk() throws Exception {
    Files.createDirectories(directory.getParent());
    Files.createFile(directory);

    assertThatThrownBy(() -> store.names()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.did("home")).isInstanceOf(IOException.class);
  }

  @Test
  void theWrongPassphraseIsCalledThat() throws Exception {
    store.add("home", KEY, PASSPHRASE);

    assertRefused(
        KeyStoreError.WRONG_PASSPHRASE, () -> store.open("home", passphrase("correct hors")));
  }

  @Test
  void aPassphraseIsTheSameHoweverItsAccentsAreTyped() throws Exception {
    store.add("home", KEY, passphrase("caf\u00e9"));

    assertThat(store.open("home", passphrase("cafe\u0301")).did()).isEqualTo(KEY.did());
  }

  @Test
  void aFileWithAnyByteChangedIsDamagedAndNothingElse() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    byte[] good = Files.readAllBytes(file("home"));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x20;
      Files.write(file("home"), bad);
      assertRefused(KeyStoreError.DAMAGED_FILE, () -> store.open("home", PASSPHRASE));
    }
  }

  @Test
  void aFileCutOffAnywhereIsDamaged() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    byte[] good = Files.readAllBytes(file("home"));
    for (int length = 0; length < good.length; length++) {
      Files.write(file("home"), Arrays.copyOf(good, length));
      assertRefused(KeyStoreError.DAMAGED_FILE, () -> store.open("home", PASSPHRASE));
    }
  }

  @Test
  void aFileOfALaterVersionIsCalledThat() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    byte[] later = Files.readAllBytes(file("home"));
    later[8] = 2;
    Files.write(file("home"), withChecksum(later));

    assertRefused(KeyStoreError.UNKNOWN_VERSION, () -> store.open("home", PASSPHRASE));
  }

  @Test
  void aFileThatAsksForTooMuchMemoryIsNotObeyed() throws Exception {
    KeyDerivation costly =
        new KeyDerivation(
            Bytes.copyOf(new byte[KeyDerivation.SALT_BYTES]),
            KeyDerivation.MAX_MEMORY_KIB + 1,
            1,
            1);
    Files.createDirectories(directory);
    write("home", new KeyFile(KEY.did(), costly, Bytes.copyOf(new byte[80])).encode());

    assertRefused(KeyStoreError.TOO_COSTLY, () -> store.open("home", PASSPHRASE));
  }

  @Test
  void aFileWhoseDidWasSwappedDoesNotOpen() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    KeyFile kept = KeyFile.decode(store.exportFile("home"));
    Files.delete(file("home"));
    write("home", new KeyFile(SigningKey.generate().did(), kept.kdf(), kept.keyset()).encode());

    assertRefused(KeyStoreError.WRONG_PASSPHRASE, () -> store.open("home", PASSPHRASE));
  }

  @Test
  void onlyTheOwnerCanReadWhatIsKept() throws Exception {
    store.add("home", KEY, PASSPHRASE);

    assertThat(mode(file("home"))).isEqualTo("rw-------");
    assertThat(mode(directory)).isEqualTo("rwx------");
    for (String open : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file("home"), PosixFilePermissions.fromString(open));
      assertRefused(KeyStoreError.OPEN_TO_OTHERS, () -> store.open("home", PASSPHRASE));
    }
  }

  @Test
  void aNameIsGivenOnce() throws Exception {
    store.add("home", KEY, PASSPHRASE);

    assertRefused(
        KeyStoreError.NAME_TAKEN,
        () -> {
          store.add("home", SigningKey.generate(), PASSPHRASE);
          return null;
        });
    assertThat(store.did("home")).isEqualTo(KEY.did());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "../a", "a/b", ".", "..", "a.key", "é", "a\n"})
  void aNameThatCouldLeaveTheDirectoryIsNone(String name) {
    assertRefused(KeyStoreError.BAD_NAME, () -> store.open(name, PASSPHRASE));
    assertRefused(KeyStoreError.BAD_NAME, () -> remove(name));
    assertRefused(
        KeyStoreError.BAD_NAME,
        () -> {
          store.add(name, KEY, PASSPHRASE);
          return null;
        });
  }

  @Test
  void aCrashWhileWritingLeavesNoKeyAndHindersNobody() throws Exception {
    Files.createDirectories(directory);
    Files.write(directory.resolve(".new"), new byte[] {1, 2, 3});

    assertThat(store.names()).isEmpty();
    store.add("home", KEY, PASSPHRASE);
    assertThat(store.open("home", PASSPHRASE).did()).isEqualTo(KEY.did());
  }

  @Test
  void anExportedFileIsImportedUnderItsOwnPassphrase() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    KeyStore other = KeyStore.cheaplyAt(temporary.resolve("other"));

    other.importFile("laptop", store.exportFile("home"));

    assertThat(other.open("laptop", PASSPHRASE).did()).isEqualTo(KEY.did());
  }

  @Test
  void aRemovedKeyIsGone() throws Exception {
    store.add("home", KEY, PASSPHRASE);
    store.remove("home");

    assertThat(store.names()).isEmpty();
    assertRefused(KeyStoreError.NO_SUCH_KEY, () -> store.open("home", PASSPHRASE));
  }

  @Test
  void ofManyWritersOfOneNameExactlyOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        writers.add(threads.submit(() -> added(SigningKey.generate())));
      }
      int succeeded = 0;
      for (Future<Boolean> writer : writers) {
        succeeded += writer.get() ? 1 : 0;
      }
      assertThat(succeeded).isEqualTo(1);
      assertThat(store.open("home", PASSPHRASE).did()).isEqualTo(store.did("home"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void keysThatPeopleKeepAreSealedAtTheRecommendedCost() throws Exception {
    KeyStore.at(directory).add("home", KEY, PASSPHRASE);

    KeyDerivation kdf = KeyFile.decode(store.exportFile("home")).kdf();
    assertThat(kdf.memoryKib()).isEqualTo(64 * 1024);
    assertThat(kdf.passes()).isEqualTo(3);
    assertThat(kdf.lanes()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesOfEveryPublishedVersionStillOpen(VectorCase vector) throws Exception {
    Files.createDirectories(directory);
    write("old", Bytes.fromHex(vector.text("file")));

    SigningKey opened = store.open("old", passphrase(vector.text("passphrase")));

    byte[] seed = opened.seed().toByteArray(InsecureSecretKeyAccess.get());
    assertThat(Bytes.copyOf(seed).toHex()).isEqualTo(vector.text("seed"));
    assertThat(opened.did()).hasToString(vector.text("did"));
  }

  static List<VectorCase> badFiles() {
    return Vectors.load("key-file").cases("invalid");
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void filesThatDoNotOpenSayWhy(VectorCase vector) throws Exception {
    Files.createDirectories(directory);
    write("bad", Bytes.fromHex(vector.text("file")));

    assertThatThrownBy(() -> store.open("bad", passphrase(vector.text("passphrase"))))
        .isInstanceOfSatisfying(
            KeyStoreException.class,
            e -> assertThat(e.error().code()).isEqualTo(vector.text("reason")));
  }

  @Test
  void neitherAPassphraseNorAnErrorPrintsASecret() {
    assertThat(PASSPHRASE.toString()).doesNotContain("horse");
    assertThatThrownBy(() -> Passphrase.of(new char[0], InsecureSecretKeyAccess.get()))
        .hasMessage("a passphrase must not be empty");
    assertThat(KeyStoreError.values())
        .allSatisfy(error -> assertThat(new KeyStoreException(error)).hasMessage(error.text()));
  }

  private boolean added(SigningKey key) throws IOException {
    try {
      store.add("home", key, PASSPHRASE);
      return true;
    } catch (KeyStoreException e) {
      assertThat(e.error()).isEqualTo(KeyStoreError.NAME_TAKEN);
      return false;
    }
  }

  @Test
  void aNoteStaysWithItsKeyAndIsReplacedByWhoKnowsWhatIsNoted() throws Exception {
    assertThat(store.noteOf(KEY.did())).isEmpty();
    assertThat(store.note(KEY.did(), Optional.of("x"), "one")).isFalse();
    assertThat(store.note(KEY.did(), Optional.empty(), "one")).isTrue();
    assertThat(store.note(KEY.did(), Optional.empty(), "two")).isFalse();
    store.add("home", KEY, PASSPHRASE);
    store.remove("home");

    assertThat(KeyStore.cheaplyAt(directory).noteOf(KEY.did())).contains("one");
    assertThat(store.noteOf(SigningKey.generate().did())).isEmpty();
    assertThat(store.note(KEY.did(), Optional.of("one"), "two")).isTrue();
    assertThat(store.noteOf(KEY.did())).contains("two");
    assertThat(store.names()).isEmpty();
    assertThat(mode(directory.resolve(KEY.did().multikey() + ".note"))).isEqualTo("rw-------");
    String long256 = "x".repeat(KeyStore.MAX_NOTE_BYTES);
    assertThatThrownBy(() -> store.note(KEY.did(), Optional.of("two"), long256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Void remove(String name) throws Exception {
    store.remove(name);
    throw new AssertionError("removed");
  }

  private static void assertRefused(KeyStoreError error, Callable<?> action) {
    assertThatThrownBy(action::call)
        .isInstanceOfSatisfying(
            KeyStoreException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private Path file(String name) {
    return directory.resolve(name + ".key");
  }

  private void write(String name, Bytes content) throws IOException {
    Files.write(file(name), content.toArray());
    Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] withChecksum(byte[] file) {
    Bytes checked = Bytes.copyOf(file, 0, file.length - 32);
    return Bytes.concat(checked, Multihash.sha256(checked).digest()).toArray();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Passphrase passphrase(String text) {
    return Passphrase.of(text.toCharArray(), InsecureSecretKeyAccess.get());
  }
}
