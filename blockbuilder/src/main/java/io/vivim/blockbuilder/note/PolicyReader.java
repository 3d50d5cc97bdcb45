package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a policy file, line by line (C2SP tlog-policy). Names are octets, whatever they mean. */
public final class PolicyReader {
  /** Larger files are no policies. */
  public static final int MAX_POLICY_BYTES = 1024 * 1024;

  /** Groups within each other, from the outermost to the innermost; deeper ones are refused. */
  public static final int MAX_DEPTH_GROUPS = 32;

  private static final Pattern WHITE = Pattern.compile("[ \t]+");
  private static final String NONE = "none";

  private final Map<VerifierKey, Optional<String>> logs = new LinkedHashMap<>();
  private final Map<String, Policy.Witness> witnesses = new LinkedHashMap<>();
  private final Map<String, Policy.Quorum> named = new HashMap<>();

  /** How many groups lie within each other in one, itself among them, by their names. */
  private final Map<String, Integer> depths = new HashMap<>();

  /** Keys and members that stand somewhere already. */
  private final Set<Bytes> logKeys = new HashSet<>();

  private final Set<Bytes> witnessKeys = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private Policy.@Nullable Quorum quorum;

  private PolicyReader() {}

  /** The policy of a file. */
  public static Policy read(Bytes file) throws NoteException {
    if (file.size() > MAX_POLICY_BYTES) {
      throw new NoteException(NoteReason.TOO_LARGE);
    }
    String text = new String(file.toArray(), StandardCharsets.ISO_8859_1);
    PolicyReader reader = new PolicyReader();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      try {
        reader.line(line);
      } catch (NoteException e) {
        String why = e.reason() == NoteReason.BAD_POLICY ? e.detail() : e.getMessage();
        throw new NoteException(NoteReason.BAD_POLICY, "line " + number + ": " + why);
      }
    }
    if (reader.quorum == null) {
      throw new NoteException(NoteReason.BAD_POLICY, "no quorum");
    }
    return new Policy(reader.logs, reader.witnesses, reader.quorum);
  }

  private static NoteException bad(String what) {
    return new NoteException(NoteReason.BAD_POLICY, what);
  }

  private void line(String line) throws NoteException {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw bad("a control character");
    }
    List<String> words = WHITE.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || words.get(0).startsWith("#")) {
      return;
    }
    switch (words.get(0)) {
      case "log" -> log(words);
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      default -> throw bad("neither log, witness, group nor quorum");
    }
  }

  private void log(List<String> words) throws NoteException {
    if (words.size() < 2 || words.size() > 3) {
      throw bad("log <vkey> [<url>]");
    }
    VerifierKey key = key(words.get(1), VerifierKey.Type.NOTE);
    if (!logKeys.add(key.publicKey())) {
      throw bad("a log twice");
    }
    logs.put(key, words.stream().skip(2).findFirst());
  }

  private void witness(List<String> words) throws NoteException {
    if (words.size() < 3 || words.size() > 4) {
      throw bad("witness <name> <vkey> [<url>]");
    }
    VerifierKey key = key(words.get(2), VerifierKey.Type.COSIGNATURE);
    if (!witnessKeys.add(key.publicKey())) {
      throw bad("a witness twice");
    }
    name(words.get(1), new Policy.One(key));
    witnesses.put(words.get(1), new Policy.Witness(key, words.stream().skip(3).findFirst()));
  }

  private static VerifierKey key(String octets, VerifierKey.Type type) throws NoteException {
    byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
    VerifierKey key = VerifierKey.parse(new String(bytes, StandardCharsets.UTF_8));
    if (key.type() != type) {
      throw new NoteException(NoteReason.UNKNOWN_KEY_TYPE);
    }
    return key;
  }

  private void name(String name, Policy.Quorum what) throws NoteException {
    if (name.equals(NONE) || named.putIfAbsent(name, what) != null) {
      throw bad("a name that is taken");
    }
  }

  private void group(List<String> words) throws NoteException {
    if (words.size() < 4) {
      throw bad("group <name> all|any|<k> <name>...");
    }
    List<Policy.Quorum> all = new ArrayList<>();
    int depth = 1;
    for (String member : words.subList(3, words.size())) {
      all.add(known(member));
      depth = Math.max(depth, 1 + depths.getOrDefault(member, 0));
      if (!members.add(member)) {
        throw bad("a member twice");
      }
    }
    if (depth > MAX_DEPTH_GROUPS) {
      throw bad("more than " + MAX_DEPTH_GROUPS + " groups within each other");
    }
    int needed =
        switch (words.get(2)) {
          case "all" -> all.size();
          case "any" -> 1;
          default -> (int) Math.min(Lines.number(words.get(2)), Integer.MAX_VALUE);
        };
    if (needed < 1 || needed > all.size()) {
      throw bad("so many members there are not");
    }
    name(words.get(1), new Policy.Group(needed, all));
    depths.put(words.get(1), depth);
  }

  private Policy.Quorum known(String name) throws NoteException {
    Policy.Quorum known = named.get(name);
    if (known == null) {
      throw bad("a name that no line before defines");
    }
    return known;
  }

  private void quorum(List<String> words) throws NoteException {
    if (words.size() != 2 || quorum != null) {
      throw bad("quorum <name>, once");
    }
    quorum = words.get(1).equals(NONE) ? Policy.Quorum.NONE : known(words.get(1));
  }
}
