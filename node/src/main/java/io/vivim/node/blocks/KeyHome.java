package io.vivim.node.blocks;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Layouts;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The one data folder for which a key signs a history: both keep the same mark, so that no folder
 * that was mistyped, or is missing where the key was restored, gets a second history under the key.
 *
 * <pre>
 *   in the folder       06 00 | SHA-256 (DID) 16     role 1 | mark 16
 *   beside the key      "home ROLE MARK", ROLE "builder" or "witness", MARK in hex; or "unused"
 * </pre>
 *
 * <p>A mark comes into the folder first, then beside the key, and a key that is new is kept last.
 * So a crash leaves a mark of a key that nobody has, or a folder that knows a key which has signed
 * nothing: the next start takes up either.
 */
public final class KeyHome {
  private static final String LAYOUT = "homes";
  private static final int VERSION = 1;
  private static final Bytes TABLE = Bytes.fromHex("0600");
  private static final int KEY_BYTES = 16;
  private static final int MARK_BYTES = 16;
  private static final String HOME = "home ";
  private static final String UNUSED = "unused";

  private final KeyStore keys;
  private final String name;
  private final Role role;
  private final Passphrase secret;
  private final SigningKey key;

  /** Whether the key was made just now, and is kept nowhere yet. */
  private final boolean isNew;

  /** What a key signs; a key of the one is never of the other. */
  public enum Role {
    BUILDER(0),
    WITNESS(1);

    private final int code;

    Role(int code) {
      this.code = code;
    }

    private static Role of(int code) {
      return code == WITNESS.code ? WITNESS : BUILDER;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What both keep. */
  private record Mark(Role role, Bytes id) {
    static Mark fresh(Role role, RandomGenerator random) {
      byte[] id = new byte[MARK_BYTES];
      random.nextBytes(id);
      return new Mark(role, Bytes.owning(id));
    }

    Bytes row() {
      return Bytes.concat(Bytes.owning(new byte[] {(byte) role.code}), id);
    }

    static Mark ofRow(Bytes row) {
      return new Mark(Role.of(row.at(0)), row.from(1).compact());
    }

    String note() {
      return HOME + role.word() + " " + id.toHex();
    }

    /** A mark that is none is one of no folder. */
    static Mark ofNote(String note) {
      boolean isWitness = note.startsWith(HOME + Role.WITNESS.word());
      String id = note.substring(note.lastIndexOf(' ') + 1);
      return new Mark(
          isWitness ? Role.WITNESS : Role.BUILDER,
          id.matches("[0-9a-f]{32}") ? Bytes.fromHex(id) : Bytes.EMPTY);
    }
  }

  private KeyHome(
      KeyStore keys, String name, Role role, Passphrase secret, SigningKey key, boolean isNew) {
    this.keys = keys;
    this.name = name;
    this.role = role;
    this.secret = secret;
    this.key = key;
    this.isNew = isNew;
  }

  /** The home of the key of a name; where there is none, of a new one, which is kept by a claim. */
  public static KeyHome of(KeyStore keys, String name, Role role, Passphrase secret)
      throws IOException, KeyStoreException {
    boolean isNew = !keys.names().contains(name);
    SigningKey key = isNew ? SigningKey.generate() : keys.open(name, secret);
    return new KeyHome(keys, name, role, secret, key, isNew);
  }

  /** Notes that a key was made here just now, for whatever use, so that it may build later. */
  public static void noteUnused(KeyStore keys, DidKey key) throws IOException {
    keys.note(key, Optional.empty(), UNUSED);
  }

  /** What a key of a store signs a history of, if it does. */
  public static Optional<Role> roleOf(KeyStore keys, DidKey key) throws IOException {
    return keys.noteOf(key).filter(note -> !note.equals(UNUSED)).map(Mark::ofNote).map(Mark::role);
  }

  /** Why a witness's key signs no event. */
  public static String refusal(String name) {
    return "the key '" + name + "' is a witness's, which signs nothing but cosignatures";
  }

  /** The key; it signs nothing before the {@linkplain #claim claim}. */
  public SigningKey key() {
    return key;
  }

  /**
   * Refuses a folder that is not there where it could only be a wrong one.
   *
   * @throws IOException with words that say what to do
   */
  public void requireFolder(Path folder) throws IOException {
    if (!Files.exists(folder) && !isNew && !mayBegin()) {
      throw refused(
          "there is no folder "
              + folder
              + ", and the key '"
              + name
              + "' may have signed in another");
    }
  }

  private boolean mayBegin() throws IOException {
    return role == Role.BUILDER && keys.noteOf(key.did()).equals(Optional.of(UNUSED));
  }

  /**
   * Takes a store as the key's home, or finds that it is.
   *
   * @param folder of the store, for words
   * @param hasSigned whether a store that has no mark has something that the key signed, as those
   *     have that were made before there were marks
   * @throws IOException with words that say what to do, where the key may have another home
   */
  public void claim(
      Store store, Path folder, RandomGenerator random, Predicate<StoreView> hasSigned)
      throws IOException {
    Layouts.open(store, LAYOUT, VERSION, List.of());
    Bytes row = row(key.did());
    Optional<Mark> here = store.get(row).map(Mark::ofRow);
    Optional<String> note = keys.noteOf(key.did());
    Optional<Mark> noted = note.filter(text -> !text.equals(UNUSED)).map(Mark::ofNote);
    for (Mark mark : noted.or(() -> here).stream().toList()) {
      requireRole(mark);
    }
    requireMeant(store, folder);
    if (noted.isPresent()) {
      if (!noted.equals(here)) {
        throw refused(
            "the key '" + name + "' signs the history of another data folder than " + folder);
      }
      return;
    }
    if (here.isEmpty() && !isNew && !mayBegin() && !hasSigned.test(store)) {
      throw refused(
          "the key '"
              + name
              + "' was made elsewhere or for something else and may have signed already, and "
              + folder
              + " has nothing that it signed");
    }
    Mark mark = here.orElseGet(() -> Mark.fresh(role, random));
    if (here.isEmpty()) {
      store.commit(Batch.named("home").put(row, mark.row()), Durability.SYNC);
    }
    // A crash here leaves a folder with a mark of a key that has signed nothing.
    if (!keys.note(key.did(), note, mark.note())) {
      throw refused("the key '" + name + "' was taken up for another data folder just now");
    }
    // A crash here leaves a mark of a key that nobody has.
    if (isNew) {
      keep();
    }
  }

  /** A name that was mistyped begins no second log beside the first. */
  private void requireMeant(StoreView store, Path folder) throws IOException {
    List<LogOrigin> built = isNew ? OwnLog.all(store, 1) : List.of();
    if (!built.isEmpty()) {
      throw new IOException(
          "there is no key '"
              + name
              + "', and another key has built "
              + built.get(0)
              + " in "
              + folder
              + ": name that one, or make this one first by 'vivim key new "
              + name
              + "'");
    }
  }

  private void keep() throws IOException {
    try {
      keys.add(name, key, secret);
    } catch (KeyStoreException e) {
      throw new IOException("the key '" + name + "': " + e.error().text(), e);
    }
  }

  private void requireRole(Mark mark) throws IOException {
    if (mark.role() != role) {
      throw new IOException(
          "the key '"
              + name
              + "' is a "
              + mark.role().word()
              + "'s: name one that is not there yet, which is made");
    }
  }

  private IOException refused(String why) {
    return new IOException(
        why
            + "; it signs one history only: start it with the data folder that it has signed for,"
            + " or name a key that is not there yet, which is made");
  }

  private static Bytes row(DidKey key) {
    Bytes hash = Multihash.sha256(Bytes.utf8(key.toString())).digest();
    return Bytes.concat(TABLE, hash.slice(0, KEY_BYTES));
  }

  /** Whether a store has a log that a key has built. */
  public static boolean hasBuilt(StoreView store, DidKey key) {
    return OwnLog.all(store, Integer.MAX_VALUE).stream()
        .anyMatch(origin -> origin.builder().equals(key));
  }
}
