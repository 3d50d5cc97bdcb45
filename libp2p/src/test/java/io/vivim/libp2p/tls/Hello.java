package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import java.util.Set;
import java.util.TreeSet;

/** The extensions of a hello, the one part of a handshake that anyone can read (RFC 8446, 4.1). */
final class Hello {
  static final int SERVER_NAME = 0;
  static final int PRE_SHARED_KEY = 41;

  private static final int CLIENT_HELLO = 1;

  /** The record's head, the message's, the version and the random number. */
  private static final int FIXED_BYTES = 5 + 4 + 2 + 32;

  private Hello() {}

  static Set<Integer> extensions(Bytes flight) {
    boolean dialler = flight.at(5) == CLIENT_HELLO;
    int at = FIXED_BYTES;
    at += 1 + flight.at(at);
    // One suite and one compression in the answer, lists of both in the question.
    at += dialler ? 2 + number(flight, at) : 2;
    at += dialler ? 1 + flight.at(at) : 1;
    int end = at + 2 + number(flight, at);
    at += 2;
    Set<Integer> found = new TreeSet<>();
    while (at < end) {
      found.add(number(flight, at));
      at += 4 + number(flight, at + 2);
    }
    return found;
  }

  private static int number(Bytes bytes, int at) {
    return bytes.at(at) << 8 | bytes.at(at + 1);
  }
}
