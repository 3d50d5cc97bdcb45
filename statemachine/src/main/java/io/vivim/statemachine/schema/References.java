package io.vivim.statemachine.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The references of a schema, made as they are met and resolved when all of it is compiled. */
final class References {
  private final Instance root;
  private final IdentityHashMap<Instance, SchemaNode> nodes;
  private final Map<String, SchemaNode> anchors = new HashMap<>();
  private final List<Reference> open = new ArrayList<>();

  /**
   * The references of one schema.
   *
   * @param nodes the schemas by where they stand, filled by the compiler
   */
  References(Instance root, IdentityHashMap<Instance, SchemaNode> nodes) {
    this.root = root;
    this.nodes = nodes;
  }

  /** A reference, whose target may still be to come. */
  private static final class Reference implements Keyword {
    private final String target;
    private final Path path;
    private @Nullable SchemaNode schema;

    Reference(String target, Path path) {
      this.target = target;
      this.path = path;
    }

    SchemaRefusedException refused(SchemaReason reason) {
      return new SchemaRefusedException(reason, path);
    }

    @Override
    public Optional<Failure> check(Place place) throws ExhaustedException {
      if (schema == null) {
        throw new IllegalStateException("the reference was never resolved");
      }
      return place.apply(schema);
    }
  }

  Keyword refer(String target, Path path) {
    Reference reference = new Reference(target, path);
    open.add(reference);
    return reference;
  }

  void addAnchor(String name, SchemaNode node, SchemaMap schema) throws SchemaRefusedException {
    schema.require(isName(name), "$anchor");
    if (anchors.put(name, node) != null) {
      throw schema.refused(SchemaReason.DUPLICATE_ANCHOR, "$anchor");
    }
  }

  private static boolean isName(String anchor) {
    for (int i = 0; i < anchor.length(); i++) {
      char letter = anchor.charAt(i);
      boolean mayStart = (letter < 0x80 && Character.isLetter(letter)) || letter == '_';
      boolean mayFollow = (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
      if (!mayStart && (i == 0 || !mayFollow)) {
        return false;
      }
    }
    return !anchor.isEmpty();
  }

  /** Finds what all references mean, or refuses the first that means nothing. */
  void resolve() throws SchemaRefusedException {
    for (Reference reference : open) {
      if (!reference.target.isEmpty() && !reference.target.startsWith("#")) {
        throw reference.refused(SchemaReason.REMOTE_REFERENCE);
      }
      reference.schema =
          decoded(reference.target)
              .flatMap(this::find)
              .orElseThrow(() -> reference.refused(SchemaReason.UNRESOLVED_REFERENCE));
    }
  }

  private Optional<SchemaNode> find(String fragment) {
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      return Optional.ofNullable(anchors.get(fragment));
    }
    Optional<Instance> at = Optional.of(root);
    int from = 1;
    while (from <= fragment.length() && at.isPresent()) {
      int slash = fragment.indexOf('/', from);
      int to = slash < 0 ? fragment.length() : slash;
      String token = fragment.substring(from, to).replace("~1", "/").replace("~0", "~");
      at = at.flatMap(place -> child(place, token));
      from = to + 1;
    }
    return at.map(nodes::get);
  }

  private static Optional<Instance> child(Instance place, String token) {
    if (place.kind() != Kind.ARRAY) {
      return place.get(token);
    }
    try {
      int index = Integer.parseInt(token);
      // Neither a sign nor a zero in front may stand in a pointer.
      boolean isIndex = index < place.size() && Integer.toString(index).equals(token);
      return isIndex && index >= 0 ? Optional.of(place.child(index)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The fragment behind the number sign, its percent signs resolved (RFC 3986), if it is UTF-8. */
  private static Optional<String> decoded(String target) {
    byte[] written = target.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(written.length);
    for (int i = 1; i < written.length; i++) {
      if (written[i] != '%') {
        bytes.put(written[i]);
        continue;
      }
      if (i + 2 >= written.length
          || !HexFormat.isHexDigit(written[i + 1])
          || !HexFormat.isHexDigit(written[i + 2])) {
        return Optional.empty();
      }
      int high = HexFormat.fromHexDigit(written[i + 1]);
      bytes.put((byte) (16 * high + HexFormat.fromHexDigit(written[i + 2])));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
