package io.vivim.statemachine.schema;

import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles one schema and all in it. */
final class SchemaCompiler {
  /** All keywords, in the order in which they are asked: the cheap ones first. */
  private static final List<Keyword.Reader> READERS =
      List.of(
          ValueKeywords::readType,
          ValueKeywords::readConst,
          ValueKeywords::readEnum,
          NumberKeywords::readBounds,
          NumberKeywords::readMultipleOf,
          SizeKeywords::read,
          TextKeywords::read,
          PropertyKeywords::readRequired,
          PropertyKeywords::readDependentRequired,
          PropertyKeywords::readNames,
          PropertyKeywords::readProperties,
          ItemKeywords::readItems,
          ItemKeywords::readContains,
          ItemKeywords::readUnique,
          ReferenceKeywords::read,
          ApplicatorKeywords::readAllOf,
          ApplicatorKeywords::readAnyOf,
          ApplicatorKeywords::readOneOf,
          ApplicatorKeywords::readNot,
          ApplicatorKeywords::readIf,
          ApplicatorKeywords::readDependentSchemas,
          UnevaluatedKeywords::readItems,
          UnevaluatedKeywords::readProperties);

  private static final Set<String> DOLLAR_KEYWORDS =
      Set.of("$schema", "$id", "$anchor", "$ref", "$defs", "$comment");

  private final References references;

  /** The schemas so far by where they stand: equal schemas in two places are two. */
  private final IdentityHashMap<Instance, SchemaNode> nodes = new IdentityHashMap<>();

  private int patternStates;
  private boolean tracksEvaluated;

  private SchemaCompiler(Instance root) {
    this.references = new References(root, nodes);
  }

  static Schema compile(Ipld schema) throws SchemaRefusedException {
    Instance root = bounded(schema);
    SchemaCompiler compiler = new SchemaCompiler(root);
    SchemaNode node = compiler.compile(root, Path.ROOT, "false");
    compiler.references.resolve();
    return new Schema(node, compiler.tracksEvaluated);
  }

  private static Instance bounded(Ipld schema) throws SchemaRefusedException {
    try {
      return Instance.of(schema, new Steps(Schema.MAX_SCHEMA_SIZE));
    } catch (ExhaustedException e) {
      throw new SchemaRefusedException(
          e.kind() == Violation.Kind.DEPTH ? SchemaReason.TOO_DEEP : SchemaReason.TOO_LARGE,
          Path.ROOT);
    }
  }

  /**
   * The schema that stands at a path.
   *
   * @param under the keyword that fails where the schema is false
   */
  SchemaNode compile(Instance schema, Path path, String under) throws SchemaRefusedException {
    SchemaNode node =
        switch (schema.kind()) {
          case BOOLEAN -> schema.isTrue() ? SchemaNode.ANYTHING : SchemaNode.nothing(under);
          case OBJECT -> compileMap(schema, path);
          default -> throw new SchemaRefusedException(SchemaReason.NOT_A_SCHEMA, path);
        };
    nodes.put(schema, node);
    return node;
  }

  private SchemaNode compileMap(Instance map, Path path) throws SchemaRefusedException {
    SchemaMap schema = new SchemaMap(map, path, this);
    for (int i = 0; i < map.size(); i++) {
      String key = map.key(i);
      if (key.startsWith("$") && !DOLLAR_KEYWORDS.contains(key)) {
        throw schema.refused(SchemaReason.UNSUPPORTED_KEYWORD, key);
      }
    }
    List<Keyword> keywords = new ArrayList<>();
    for (Keyword.Reader reader : READERS) {
      reader.read(schema, keywords);
    }
    SchemaNode node = new SchemaNode(keywords);
    Optional<String> anchor = schema.text("$anchor");
    if (anchor.isPresent()) {
      references.addAnchor(anchor.get(), node, schema);
    }
    return node;
  }

  References references() {
    return references;
  }

  /** Called by keywords that ask what has been looked at. */
  void trackEvaluated() {
    tracksEvaluated = true;
  }

  PatternProgram pattern(String pattern, Path path) throws SchemaRefusedException {
    PatternNode parsed = PatternParser.parse(pattern, path);
    long states = parsed.states() + 1;
    if (states > Schema.MAX_PATTERN_STATES - patternStates) {
      throw new SchemaRefusedException(SchemaReason.PATTERN_TOO_LARGE, path);
    }
    patternStates += (int) states;
    return PatternBuilder.build(parsed);
  }
}
