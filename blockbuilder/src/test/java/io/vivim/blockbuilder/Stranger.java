package io.vivim.blockbuilder;

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
import java.util.List;
import java.util.Optional;

/**
 * Somebody who has C2SP's pages, RFC 6962 and the JDK, and nothing of ours: reads a log as it is
 * served, and believes only what adds up.
 */
final class Stranger {
  private final Served served;
  private final String keyName;
  private final byte[] keyId;
  private final byte[] publicKey;

  /** Whatever is got under a path. */
  interface Served {
    Optional<byte[]> get(String path);
  }

  /** A tree head that the log signed; the root in base64. */
  record Head(String origin, long size, String root) {}

  Stranger(Served served, String vkey) {
    this.served = served;
    String[] parts = vkey.split("\\+", 3);
    this.keyName = parts[0];
    this.keyId = HexFormat.of().parseHex(parts[1]);
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    if (typed[0] != 1 || typed.length != 33) {
      throw new AssertionError("no Ed25519 key");
    }
    this.publicKey = Arrays.copyOfRange(typed, 1, 33);
    byte[] id = sha(keyName.getBytes(StandardCharsets.UTF_8), new byte[] {10}, typed);
    if (!Arrays.equals(Arrays.copyOf(id, 4), keyId)) {
      throw new AssertionError("another key id");
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

  Head checkpoint() {
    return open(need("checkpoint"));
  }

  Head open(byte[] note) {
    String all = new String(note, StandardCharsets.UTF_8);
    int cut = all.lastIndexOf("\n\n");
    String text = all.substring(0, cut + 1);
    boolean isSigned = false;
    for (String line : all.substring(cut + 2, all.length() - 1).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      byte[] signature = Base64.getDecoder().decode(words[2]);
      if (words[1].equals(keyName) && Arrays.equals(Arrays.copyOf(signature, 4), keyId)) {
        byte[] rest = Arrays.copyOfRange(signature, 4, signature.length);
        isSigned = verify(text.getBytes(StandardCharsets.UTF_8), rest);
      }
    }
    if (!isSigned) {
      throw new AssertionError("not signed: " + all);
    }
    String[] lines = text.split("\n", -1);
    return new Head(lines[0], Long.parseLong(lines[1]), lines[2]);
  }

  private boolean verify(byte[] message, byte[] signature) {
    try {
      byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
      ByteBuffer spki = ByteBuffer.allocate(44).put(prefix).put(publicKey);
      Signature check = Signature.getInstance("Ed25519", "SunEC");
      check.initVerify(
          KeyFactory.getInstance("Ed25519", "SunEC")
              .generatePublic(new X509EncodedKeySpec(spki.array())));
      check.update(message);
      return check.verify(signature);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** All entries, each of which is in the tree of the head, which is nothing else. */
  List<byte[]> entries(Head head) {
    List<byte[]> entries = new ArrayList<>();
    List<byte[]> level = new ArrayList<>();
    for (long n = 0; n * 256 < head.size(); n++) {
      int width = (int) Math.min(256, head.size() - n * 256);
      byte[] tile = get("tile/0/", n, width);
      ByteBuffer bundle = ByteBuffer.wrap(get("tile/entries/", n, width));
      for (int i = 0; i < width; i++) {
        byte[] entry = new byte[bundle.getShort() & 0xffff];
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
    String groups = String.format("%03d", n % 1000);
    for (long rest = n / 1000; rest > 0; rest /= 1000) {
      groups = String.format("x%03d/", rest % 1000) + groups;
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
