package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IPv6 address: any text of RFC 4291 when read, the one of RFC 5952 when written, where the
 * mapped IPv4 addresses keep their dots.
 */
final class Ip6Form implements ValueForm {
  private static final int GROUPS = 8;
  private static final int GROUP_DIGITS = 4;

  /** Six groups of four digits and a longest IPv4 address. */
  private static final int MAX_CHARS = 45;

  private static final Bytes IP4_MAPPED = Bytes.fromHex("00000000000000000000ffff");

  @Override
  public Optional<Bytes> read(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(all -> all.size() == GROUPS).map(Ip6Form::bytesOf);
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    String before = text.substring(0, gap);
    // An IPv4 address stands at the end or nowhere.
    Optional<List<Integer>> head = before.contains(".") ? Optional.empty() : groups(before);
    Optional<List<Integer>> tail = groups(text.substring(gap + 2));
    return head.flatMap(first -> tail.flatMap(last -> withZerosBetween(first, last)));
  }

  private static Optional<Bytes> withZerosBetween(List<Integer> head, List<Integer> tail) {
    int zeros = GROUPS - head.size() - tail.size();
    if (zeros < 1) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = 0; i < zeros; i++) {
      all.add(0);
    }
    all.addAll(tail);
    return Optional.of(bytesOf(all));
  }

  /** The groups of a text without a gap; those of an empty text are none. */
  private static Optional<List<Integer>> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(groups);
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (last && parts[i].contains(".")) {
        Optional<Bytes> ip4 = Ip4Form.bytesOf(parts[i]);
        if (ip4.isEmpty()) {
          return Optional.empty();
        }
        groups.add((ip4.get().at(0) << 8) | ip4.get().at(1));
        groups.add((ip4.get().at(2) << 8) | ip4.get().at(3));
      } else if (isGroup(parts[i])) {
        groups.add(Integer.parseInt(parts[i], 16));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(groups);
  }

  private static boolean isGroup(String digits) {
    return !digits.isEmpty()
        && digits.length() <= GROUP_DIGITS
        && digits.chars().allMatch(Ip6Form::isHexDigit);
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static Bytes bytesOf(List<Integer> groups) {
    byte[] bytes = new byte[2 * GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (groups.get(i) >> 8);
      bytes[2 * i + 1] = (byte) (int) groups.get(i);
    }
    return Bytes.owning(bytes);
  }

  @Override
  public boolean accepts(Bytes value) {
    return true;
  }

  @Override
  public String write(Bytes value) {
    if (value.startsWith(IP4_MAPPED)) {
      return "::ffff:" + Ip4Form.textOf(value.from(IP4_MAPPED.size()));
    }
    int gapFrom = -1;
    int gapSize = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosAt(value, i);
      if (zeros > gapSize) {
        gapFrom = i;
        gapSize = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gapFrom) {
        text.append("::");
        i += gapSize - 1;
      } else {
        boolean needsColon = text.length() > 0 && text.charAt(text.length() - 1) != ':';
        text.append(needsColon ? ":" : "").append(Integer.toHexString(group(value, i)));
      }
    }
    return text.toString();
  }

  private static int zerosAt(Bytes value, int from) {
    int at = from;
    while (at < GROUPS && group(value, at) == 0) {
      at++;
    }
    return at - from;
  }

  private static int group(Bytes value, int index) {
    return (value.at(2 * index) << 8) | value.at(2 * index + 1);
  }
}
