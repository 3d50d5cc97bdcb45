package io.vivim.anchors;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A calendar of OpenTimestamps, by its protocol: takes digests, promises to stamp them, and once a
 * block of a Bitcoin of its own is there, has the rest of their timestamps.
 */
public final class CalendarServer implements AutoCloseable {
  private static final Bytes SHA256 = Bytes.fromHex("08");
  private static final Bytes PENDING = Bytes.fromHex("0083dfe30d2ef90c8e");
  private static final Bytes BITCOIN = Bytes.fromHex("000588960d73d71901");
  private static final Bytes SECRET = Bytes.utf8("calendar");
  private static final Bytes NONCE = Bytes.utf8("sixteen bytes...");
  private static final int MAC_BYTES = 8;

  /** What stands before and behind the root in its transaction, and the one beside that. */
  private static final Bytes BEFORE = Bytes.utf8("transaction ");

  private static final Bytes BEHIND = Bytes.utf8(" ends");
  private static final Bytes BESIDE = Multihash.sha256(Bytes.utf8("other")).digest();

  private final Loopback server;
  private final Set<Bytes> submitted = new LinkedHashSet<>();
  private final Set<Bytes> promised = new LinkedHashSet<>();
  private final Map<Bytes, Bytes> complete = new HashMap<>();

  /** In the place of the time, a second for each. */
  private int promises = 1_700_000_000;

  public CalendarServer() throws IOException {
    this(0);
  }

  CalendarServer(int port) throws IOException {
    server = new Loopback(port, this::answer);
  }

  /** As it calls itself. */
  public String address() {
    return server.place().toString();
  }

  public int port() {
    return server.port();
  }

  /** What it was shown. */
  synchronized Set<Bytes> submitted() {
    return Set.copyOf(submitted);
  }

  private synchronized Loopback.Reply answer(Loopback.Request request) {
    if (request.method().equals("POST") && request.path().equals("/digest")) {
      submitted.add(request.body());
      return new Loopback.Reply(200, promise(request.body()));
    }
    String path = "/timestamp/";
    if (request.method().equals("GET") && request.path().startsWith(path)) {
      Bytes rest = complete.get(Bytes.fromHex(request.path().substring(path.length())));
      return rest == null
          ? new Loopback.Reply(404, Bytes.utf8("Pending confirmation in Bitcoin blockchain"))
          : new Loopback.Reply(200, rest);
    }
    return new Loopback.Reply(404, Bytes.EMPTY);
  }

  /**
   * As the calendars that there are do it: the hash of the digest and a nonce, the second before it
   * and a part of a MAC behind, which only then waits for a block.
   */
  private Bytes promise(Bytes digest) {
    Bytes leaf = Multihash.sha256(Bytes.concat(digest, NONCE)).digest();
    Bytes time = Bytes.owning(ByteBuffer.allocate(Integer.BYTES).putInt(promises++).array());
    Bytes mac = Multihash.sha256(Bytes.concat(SECRET, time, leaf)).digest().slice(0, MAC_BYTES);
    promised.add(Bytes.concat(time, leaf, mac));
    return Bytes.concat(append(NONCE), SHA256, prepend(time), append(mac), pending(address()));
  }

  static Bytes pending(String address) {
    return Bytes.concat(PENDING, counted(counted(Bytes.utf8(address))));
  }

  static Bytes bitcoin(int height) {
    return Bytes.concat(BITCOIN, counted(number(height)));
  }

  static Bytes append(Bytes bytes) {
    return Bytes.concat(Bytes.fromHex("f0"), counted(bytes));
  }

  static Bytes prepend(Bytes bytes) {
    return Bytes.concat(Bytes.fromHex("f1"), counted(bytes));
  }

  static Bytes counted(Bytes bytes) {
    return Bytes.concat(number(bytes.size()), bytes);
  }

  private static Bytes number(int value) {
    StringBuilder hex = new StringBuilder();
    int left = value;
    while (left > 0x7f) {
      hex.append(String.format("%02x", (left & 0x7f) | 0x80));
      left >>>= 7;
    }
    return Bytes.fromHex(hex.append(String.format("%02x", left)));
  }

  /**
   * Has all that it promised in a block.
   *
   * @return the block's Merkle root
   */
  public synchronized Bytes mine(int height) {
    Bytes root = Bytes.EMPTY;
    for (Bytes message : promised) {
      root = Multihash.sha256(Bytes.concat(root, message)).digest();
    }
    Bytes[] all = promised.toArray(Bytes[]::new);
    for (int i = 0; i < all.length; i++) {
      complete.put(all[i], Bytes.concat(upToRoot(all, i), fromRoot(height)));
    }
    promised.clear();
    return merkleRoot(root);
  }

  /** The operations from one of the messages up to the root of all. */
  private static Bytes upToRoot(Bytes[] all, int index) {
    Bytes before = Bytes.EMPTY;
    for (int i = 0; i < index; i++) {
      before = Multihash.sha256(Bytes.concat(before, all[i])).digest();
    }
    Bytes operations = before.isEmpty() ? SHA256 : Bytes.concat(prepend(before), SHA256);
    for (int i = index + 1; i < all.length; i++) {
      operations = Bytes.concat(operations, append(all[i]), SHA256);
    }
    return operations;
  }

  private static Bytes fromRoot(int height) {
    return Bytes.concat(
        prepend(BEFORE),
        append(BEHIND),
        SHA256,
        SHA256,
        append(BESIDE),
        SHA256,
        SHA256,
        bitcoin(height));
  }

  private static Bytes merkleRoot(Bytes root) {
    Bytes transaction = twice(Bytes.concat(BEFORE, root, BEHIND));
    return twice(Bytes.concat(transaction, BESIDE));
  }

  private static Bytes twice(Bytes bytes) {
    return Multihash.sha256(Multihash.sha256(bytes).digest()).digest();
  }

  @Override
  public void close() {
    server.close();
  }
}
