package io.vivim.testvectors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who has C2SP's pages, RFC 6962 and the JDK, and nothing of ours: reads a log as it is
 * served, and proofs, and believes only what adds up. Whatever does not is an {@link
 * AssertionError}.
 */
public final class Stranger {
  private static final int HASH_BYTES = 32;

  private final Served served;
  private final Key key;

  /** Whatever is got under a path. */
  @FunctionalInterface
  public interface Served {
    Optional<byte[]> get(String path);
  }

  /** A tree head that the log signed; the root in base64. */
  public record Head(String origin, long size, String root) {}

  /** A key of signed notes, by its type: 1 of logs, 4 of witnesses. */
  private static final class Key {
    final String name;
    final byte[] id;
    final byte[] bytes;

    private Key(String name, byte[] id, byte[] bytes) {
      this.name = name;
      this.id = id;
      this.bytes = bytes;
    }

    static Key of(String vkey, int type) {
      String[] parts = vkey.split("\\+", 3);
      byte[] id = HexFormat.of().parseHex(parts[1]);
      byte[] typed = base64(parts[2]);
      check(typed[0] == type && typed.length == 1 + HASH_BYTES, "no Ed25519 key of this type");
      byte[] computed = sha(parts[0].getBytes(StandardCharsets.UTF_8), new byte[] {10}, typed);
      check(Arrays.equals(Arrays.copyOf(computed, 4), id), "another key id");
      return new Key(parts[0], id, Arrays.copyOfRange(typed, 1, typed.length));
    }
  }

  /**
   * Whoever trusts one log.
   *
   * @param vkey of the log
   */
  public Stranger(Served served, String vkey) {
    this.served = served;
    this.key = Key.of(vkey, 1);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  static byte[] sha(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] need(String path) {
    return served.get(path).orElseThrow(() -> new AssertionError("not served: " + path));
  }

  /** The checkpoint that is served. */
  public Head checkpoint() {
    return open(need("checkpoint"));
  }

  /** The head of a checkpoint that the log signed. */
  public Head open(byte[] note) {
    String text = text(note);
    byte[] signature = signature(note, key);
    verify(key, text.getBytes(StandardCharsets.UTF_8), signature);
    String[] lines = text.split("\n", -1);
    check(lines[0].equals(key.name), "of another log");
    check(base64(lines[2]).length == HASH_BYTES, "no root");
    return new Head(lines[0], number(lines[1]), lines[2]);
  }

  /**
   * When a witness cosigned a checkpoint, in seconds (cosignature/v1).
   *
   * @param vkey of the witness
   */
  public static long cosigned(byte[] note, String vkey) {
    Key witness = Key.of(vkey, 4);
    ByteBuffer stamped = ByteBuffer.wrap(signature(note, witness));
    check(stamped.remaining() == Long.BYTES + 64, "no timestamp and signature");
    long seconds = stamped.getLong();
    byte[] rest = new byte[stamped.remaining()];
    stamped.get(rest);
    String message = "cosignature/v1\ntime " + seconds + "\n" + text(note);
    verify(witness, message.getBytes(StandardCharsets.UTF_8), rest);
    return seconds;
  }

  private static String text(byte[] note) {
    String all = new String(note, StandardCharsets.UTF_8);
    int cut = all.lastIndexOf("\n\n");
    check(cut >= 0 && all.endsWith("\n"), "no note");
    return all.substring(0, cut + 1);
  }

  /** The one signature of a key; whoever signed else does not matter. */
  private static byte[] signature(byte[] note, Key key) {
    String all = new String(note, StandardCharsets.UTF_8);
    String lines = all.substring(text(note).length() + 1, all.length() - 1);
    Optional<byte[]> found = Optional.empty();
    for (String line : lines.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      check(words.length == 3 && words[0].equals("\u2014"), "no line of a signature");
      byte[] signature = base64(words[2]);
      if (words[1].equals(key.name) && Arrays.equals(Arrays.copyOf(signature, 4), key.id)) {
        found = Optional.of(Arrays.copyOfRange(signature, 4, signature.length));
      }
    }
    return found.orElseThrow(() -> new AssertionError("not signed: " + all));
  }

  private static byte[] base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      check(Base64.getEncoder().encodeToString(bytes).equals(text), "another spelling");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new AssertionError("no base64: " + text, e);
    }
  }

  private static long number(String text) {
    check(text.matches("0|[1-9][0-9]{0,17}"), "no number: " + text);
    return Long.parseLong(text);
  }

  private static void verify(Key key, byte[] message, byte[] signature) {
    try {
      byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
      ByteBuffer spki = ByteBuffer.allocate(44).put(prefix).put(key.bytes);
      Signature check = Signature.getInstance("Ed25519", "SunEC");
      check.initVerify(
          KeyFactory.getInstance("Ed25519", "SunEC")
              .generatePublic(new X509EncodedKeySpec(spki.array())));
      check.update(message);
      check(check.verify(signature), "the signature of " + key.name + " does not hold");
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The entry of an event whose header's bytes these are: the binary CID, DAG-CBOR and SHA-256. */
  public static byte[] entryOf(byte[] header) {
    byte[] digest = sha(header);
    return ByteBuffer.allocate(4 + HASH_BYTES).putInt(0x01711220).put(digest).array();
  }

  /** The extra data of a proof file, which nobody has signed. */
  public static byte[] extra(byte[] file) {
    String line = new String(file, StandardCharsets.UTF_8).split("\n", -1)[1];
    check(line.startsWith("extra "), "no extra data");
    return base64(line.substring("extra ".length()));
  }

  /** The head of which a proof file (C2SP tlog-proof) proves that it has an entry. */
  public Head proven(byte[] file, byte[] entry) {
    String all = new String(file, StandardCharsets.UTF_8);
    int end = all.indexOf("\n\n");
    check(end >= 0, "no note behind the proof");
    List<String> lines = new ArrayList<>(List.of(all.substring(0, end).split("\n", -1)));
    check(lines.remove(0).equals("c2sp.org/tlog-proof@v1"), "no proof");
    if (!lines.isEmpty() && lines.get(0).startsWith("extra ")) {
      base64(lines.remove(0).substring("extra ".length()));
    }
    check(!lines.isEmpty() && lines.get(0).startsWith("index "), "no index");
    long index = number(lines.remove(0).substring("index ".length()));
    List<byte[]> path = lines.stream().map(Stranger::base64).toList();
    Head head = open(all.substring(end + 2).getBytes(StandardCharsets.UTF_8));
    check(index < head.size(), "beyond the tree");
    Iterator<byte[]> hashes = path.iterator();
    byte[] root = rootOf(sha(new byte[] {0}, entry), index, head.size(), hashes);
    check(!hashes.hasNext() && isRoot(root, head), "it leads to another root");
    return head;
  }

  /** RFC 6962, section 2.1.1, backwards: the root to which a path leads from a leaf. */
  private static byte[] rootOf(byte[] leaf, long index, long size, Iterator<byte[]> path) {
    if (size == 1) {
      return leaf;
    }
    long k = Long.highestOneBit(size - 1);
    if (index < k) {
      byte[] left = rootOf(leaf, index, k, path);
      return node(left, next(path));
    }
    byte[] right = rootOf(leaf, index - k, size - k, path);
    return node(next(path), right);
  }

  private static byte[] next(Iterator<byte[]> path) {
    check(path.hasNext(), "a hash is missing");
    byte[] hash = path.next();
    check(hash.length == HASH_BYTES, "no hash");
    return hash;
  }

  private static byte[] node(byte[] left, byte[] right) {
    return sha(new byte[] {1}, left, right);
  }

  private static boolean isRoot(byte[] root, Head head) {
    return Base64.getEncoder().encodeToString(root).equals(head.root());
  }

  /** A tree goes on from an earlier one (RFC 6962, section 2.1.2). */
  public static void goesOn(Head before, Head after, List<byte[]> path) {
    check(before.size() <= after.size(), "it shrinks");
    Iterator<byte[]> hashes = path.iterator();
    if (before.size() == 0) {
      check(isRoot(sha(), before), "another empty tree");
    } else {
      byte[][] roots =
          grown(before.size(), after.size(), Optional.of(base64(before.root())), hashes);
      check(isRoot(roots[0], before) && isRoot(roots[1], after), "it leads to other roots");
    }
    check(!hashes.hasNext(), "more hashes than it takes");
  }

  /**
   * SUBPROOF backwards: the roots of the earlier and of the later tree.
   *
   * @param known the root of the earlier tree, where it is whole here
   */
  private static byte[][] grown(
      long before, long after, Optional<byte[]> known, Iterator<byte[]> path) {
    if (before == after) {
      byte[] root = known.isPresent() ? known.get() : next(path);
      return new byte[][] {root, root};
    }
    long k = Long.highestOneBit(after - 1);
    if (before <= k) {
      byte[][] left = grown(before, k, known, path);
      return new byte[][] {left[0], node(left[1], next(path))};
    }
    byte[][] right = grown(before - k, after - k, Optional.empty(), path);
    byte[] left = next(path);
    return new byte[][] {node(left, right[0]), node(left, right[1])};
  }

  /** All entries, each of which is in the tree of the head, which is nothing else. */
  public List<byte[]> entries(Head head) {
    List<byte[]> entries = new ArrayList<>();
    List<byte[]> level = new ArrayList<>();
    for (long n = 0; n * 256 < head.size(); n++) {
      int width = (int) Math.min(256, head.size() - n * 256);
      byte[] tile = get("tile/0/", n, width);
      ByteBuffer bundle = ByteBuffer.wrap(get("tile/entries/", n, width));
      for (int i = 0; i < width; i++) {
        check(bundle.remaining() >= Short.BYTES, "a bundle that is cut off");
        byte[] entry = new byte[bundle.getShort() & 0xffff];
        check(bundle.remaining() >= entry.length, "an entry that is cut off");
        bundle.get(entry);
        byte[] leaf = sha(new byte[] {0}, entry);
        if (!Arrays.equals(leaf, Arrays.copyOfRange(tile, i * 32, i * 32 + 32))) {
          throw new AssertionError("another entry than the tile says");
        }
        entries.add(entry);
        level.add(leaf);
      }
      if (bundle.hasRemaining() || tile.length != width * 32) {
        throw new AssertionError("more than there is");
      }
    }
    checkTilesAbove(level);
    if (!Base64.getEncoder().encodeToString(root(level)).equals(head.root())) {
      throw new AssertionError("another root than was signed");
    }
    return entries;
  }

  private void checkTilesAbove(List<byte[]> leaves) {
    List<byte[]> below = leaves;
    for (int level = 1; below.size() >= 256; level++) {
      List<byte[]> here = new ArrayList<>();
      for (int i = 0; i + 256 <= below.size(); i += 256) {
        here.add(root(below.subList(i, i + 256)));
      }
      for (int n = 0; n * 256 < here.size(); n++) {
        int width = Math.min(256, here.size() - n * 256);
        byte[] tile = get("tile/" + level + "/", n, width);
        for (int i = 0; i < width; i++) {
          if (!Arrays.equals(
              here.get(n * 256 + i), Arrays.copyOfRange(tile, i * 32, i * 32 + 32))) {
            throw new AssertionError("another tile than its tiles below make");
          }
        }
      }
      below = here;
    }
  }

  private byte[] get(String prefix, long n, int width) {
    String groups = String.format(Locale.ROOT, "%03d", n % 1000);
    for (long rest = n / 1000; rest > 0; rest /= 1000) {
      groups = String.format(Locale.ROOT, "x%03d/", rest % 1000) + groups;
    }
    String path = prefix + groups + (width < 256 ? ".p/" + width : "");
    return need(path);
  }

  static byte[] root(List<byte[]> hashes) {
    if (hashes.isEmpty()) {
      return sha();
    }
    if (hashes.size() == 1) {
      return hashes.get(0);
    }
    int k = Integer.highestOneBit(hashes.size() - 1);
    return sha(new byte[] {1}, root(hashes.subList(0, k)), root(hashes.subList(k, hashes.size())));
  }
}
