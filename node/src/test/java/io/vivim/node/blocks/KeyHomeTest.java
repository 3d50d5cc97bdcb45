package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.did.CheapKeys;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.node.blocks.KeyHome.Role;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key and the one data folder for which it signs. */
class KeyHomeTest {
  private static final Passphrase SECRET =
      Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get());

  @TempDir Path folder;
  private final Random random = new Random(7);
  private final Store own = Stores.inMemory();
  private final Store other = Stores.inMemory();
  private KeyStore keys;

  @BeforeEach
  void open() {
    keys = CheapKeys.at(folder.resolve("keys"));
  }

  private SigningKey claim(KeyStore in, Role role, Store store) throws Exception {
    return claim(in, role, store, false);
  }

  private SigningKey claim(KeyStore in, Role role, Store store, boolean hasSigned)
      throws Exception {
    KeyHome home = KeyHome.of(in, "b", role, SECRET);
    home.claim(store, folder, random, view -> hasSigned);
    return home.key();
  }

  private static void assertRefused(ThrowingCallable start, String why) {
    assertThatThrownBy(start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("name ")
        .hasMessageContaining("not there yet");
  }

  /** Another machine to which the key alone is brought. */
  private KeyStore brought() throws Exception {
    KeyStore elsewhere = CheapKeys.at(folder.resolve("elsewhere"));
    elsewhere.importFile("b", keys.exportFile("b"));
    return elsewhere;
  }

  @Test
  void aKeyThatIsMadeGoesOnWithItsFolderAndWithNoOther() throws Exception {
    for (Role role : Role.values()) {
      keys = CheapKeys.at(folder.resolve("keys of a " + role));
      SigningKey made = claim(keys, role, own);

      assertThat(claim(keys, role, own).did()).isEqualTo(made.did());
      assertRefused(() -> claim(keys, role, other), "another data folder");
      assertRefused(() -> claim(keys, role, other, true), "another data folder");
      assertThat(claim(keys, role, own).did()).as("as before").isEqualTo(made.did());
    }
  }

  @Test
  void aFolderThatAKeyHasLeftTakesAnother() throws Exception {
    SigningKey made = claim(keys, Role.BUILDER, own);
    keys.remove("b");
    SigningKey next = claim(keys, Role.BUILDER, own);

    assertThat(next.did()).isNotEqualTo(made.did());
    assertThat(claim(keys, Role.BUILDER, own).did()).isEqualTo(next.did());
  }

  @Test
  void aKeyThatWasRestoredSignsForTheFolderThatCameWithItAlone() throws Exception {
    for (Role role : Role.values()) {
      keys = CheapKeys.at(folder.resolve("keys of a " + role));
      SigningKey made = claim(keys, role, own);
      KeyStore elsewhere = CheapKeys.at(folder.resolve("elsewhere of a " + role));
      elsewhere.importFile("b", keys.exportFile("b"));

      assertRefused(() -> claim(elsewhere, role, other), "signed");
      assertThat(elsewhere.noteOf(made.did())).as("it has no home by that").isEmpty();
      assertThat(claim(elsewhere, role, own).did()).isEqualTo(made.did());
      assertRefused(() -> claim(elsewhere, role, other), "another data folder");
    }
  }

  @Test
  void aKeyThatWasRemovedAndBroughtBackStillHasItsHome() throws Exception {
    SigningKey made = claim(keys, Role.BUILDER, own);
    KeyStore copy = brought();
    keys.remove("b");
    keys.importFile("again", copy.exportFile("b"));

    KeyHome home = KeyHome.of(keys, "again", Role.BUILDER, SECRET);
    assertThat(home.key().did()).isEqualTo(made.did());
    assertRefused(() -> home.claim(other, folder, random, view -> true), "another data folder");
    home.claim(own, folder, random, view -> false);
  }

  @Test
  void aFolderFromBeforeThereWereMarksIsTheHomeOfTheKeyThatSignedInIt() throws Exception {
    keys.add("b", SigningKey.generate(), SECRET);

    assertRefused(() -> claim(keys, Role.BUILDER, own, false), "signed");
    claim(keys, Role.BUILDER, own, true);
    assertRefused(() -> claim(keys, Role.BUILDER, other, true), "another data folder");
  }

  @Test
  void aNameThatWasMistypedBeginsNoSecondLog() throws Exception {
    OneBlock.in(own, SigningKey.generate());

    assertThatThrownBy(() -> claim(keys, Role.BUILDER, own))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no key 'b'")
        .hasMessageContaining("vivim key new b");
    assertThat(keys.names()).isEmpty();

    SigningKey meant = SigningKey.generate();
    keys.add("b", meant, SECRET);
    KeyHome.noteUnused(keys, meant.did());
    assertThat(claim(keys, Role.BUILDER, own).did()).isEqualTo(meant.did());
  }

  @Test
  void aStoreHasBuiltWhatIsInALogOfItsKey() {
    SigningKey key = SigningKey.generate();
    OneBlock.in(own, key);

    assertThat(KeyHome.hasBuilt(own, key.did())).isTrue();
    assertThat(KeyHome.hasBuilt(own, SigningKey.generate().did())).isFalse();
    assertThat(KeyHome.hasBuilt(other, key.did())).isFalse();
  }

  @Test
  void aKeyThatWasMadeForWhateverUseMayBuildAndNotCosign() throws Exception {
    SigningKey key = SigningKey.generate();
    keys.add("b", key, SECRET);
    KeyHome.noteUnused(keys, key.did());

    assertRefused(() -> claim(keys, Role.WITNESS, other), "for something else");
    claim(keys, Role.BUILDER, own);
    assertRefused(() -> claim(keys, Role.BUILDER, other), "another data folder");
  }

  @Test
  void aBuilderCosignsNothingAndAWitnessBuildsNothing() throws Exception {
    claim(keys, Role.BUILDER, own);
    assertRefused(() -> claim(keys, Role.WITNESS, own), "is a builder's");
    assertRefused(() -> claim(brought(), Role.WITNESS, own), "is a builder's");

    keys = CheapKeys.at(folder.resolve("witness"));
    claim(keys, Role.WITNESS, other);
    assertRefused(() -> claim(keys, Role.BUILDER, other), "is a witness's");
  }

  @Test
  void aCrashAtAnyStepLeavesWhatTheNextStartTakesUp() throws Exception {
    SigningKey made = claim(keys, Role.WITNESS, own);
    Path note = folder.resolve("keys").resolve(made.did().multikey() + ".note");

    // The folder is marked, and the key is neither noted nor kept.
    Files.delete(note);
    keys.remove("b");
    claim(keys, Role.WITNESS, own);

    // The key is noted, and not kept.
    keys.remove("b");
    SigningKey last = claim(keys, Role.WITNESS, own);
    assertThat(claim(keys, Role.WITNESS, own).did()).isEqualTo(last.did());

    // Of a key that was there the folder is marked, and the note is still the old one.
    keys = CheapKeys.at(folder.resolve("builders"));
    SigningKey key = SigningKey.generate();
    keys.add("b", key, SECRET);
    KeyHome.noteUnused(keys, key.did());
    claim(keys, Role.BUILDER, own);
    String mark = keys.noteOf(key.did()).orElseThrow();
    assertThat(keys.note(key.did(), Optional.of(mark), "unused")).isTrue();
    claim(keys, Role.BUILDER, own);
    assertThat(keys.noteOf(key.did())).contains(mark);
  }

  @Test
  void aFolderThatIsNotThereIsRefusedToAKeyThatMayHaveSigned() throws Exception {
    Path none = folder.resolve("none");
    KeyHome.of(keys, "b", Role.BUILDER, SECRET).requireFolder(none);
    claim(keys, Role.BUILDER, own);

    KeyHome home = KeyHome.of(keys, "b", Role.BUILDER, SECRET);
    assertRefused(() -> home.requireFolder(none), "no folder " + none);
    home.requireFolder(folder);
    KeyHome restored = KeyHome.of(brought(), "b", Role.BUILDER, SECRET);
    assertRefused(() -> restored.requireFolder(none), "no folder " + none);
  }
}
