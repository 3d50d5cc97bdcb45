package io.vivim.statemachine.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A schema that is being compiled: reads the arguments of its keywords, or refuses it. */
final class SchemaMap {
  /** Above all sizes of values. */
  private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Instance map;
  private final Path path;
  private final SchemaCompiler compiler;

  SchemaMap(Instance map, Path path, SchemaCompiler compiler) {
    this.map = map;
    this.path = path;
    this.compiler = compiler;
  }

  Optional<Instance> get(String keyword) {
    return map.get(keyword);
  }

  boolean isRoot() {
    return path == Path.ROOT;
  }

  SchemaCompiler compiler() {
    return compiler;
  }

  Path pathOf(String keyword) {
    return path.key(keyword);
  }

  SchemaRefusedException refused(SchemaReason reason, String keyword) {
    return new SchemaRefusedException(reason, pathOf(keyword));
  }

  void require(boolean holds, String keyword) throws SchemaRefusedException {
    if (!holds) {
      throw refused(SchemaReason.MALFORMED_KEYWORD, keyword);
    }
  }

  /** The keyword's argument, which has to be of the kind. */
  Optional<Instance> get(String keyword, Kind kind) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword);
    require(argument.isEmpty() || argument.get().kind() == kind, keyword);
    return argument;
  }

  Optional<String> text(String keyword) throws SchemaRefusedException {
    return get(keyword, Kind.TEXT).map(Instance::text);
  }

  Optional<BigDecimal> number(String keyword) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword);
    require(argument.isEmpty() || argument.get().isNumber(), keyword);
    return argument.map(Instance::number);
  }

  /** An integer that is not negative; all that exceed every size of a value are one. */
  Optional<Integer> count(String keyword) throws SchemaRefusedException {
    Optional<BigDecimal> argument = get(keyword, Kind.INTEGER).map(Instance::number);
    require(argument.isEmpty() || argument.get().signum() >= 0, keyword);
    return argument.map(number -> number.min(MAX_COUNT).intValueExact());
  }

  /** A list of texts, each once. */
  Optional<List<String>> texts(String keyword) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword);
    return argument.isEmpty() ? Optional.empty() : Optional.of(texts(argument.get(), keyword));
  }

  /** The texts of a list that is the argument of a keyword, or in it. */
  List<String> texts(Instance list, String keyword) throws SchemaRefusedException {
    require(list.kind() == Kind.ARRAY, keyword);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      require(list.child(i).kind() == Kind.TEXT, keyword);
      texts.add(list.child(i).text());
    }
    require(new TreeSet<>(texts).size() == texts.size(), keyword);
    return texts;
  }

  Optional<SchemaNode> schema(String keyword) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword);
    return argument.isEmpty()
        ? Optional.empty()
        : Optional.of(compiler.compile(argument.get(), pathOf(keyword), keyword));
  }

  /** A list of schemas, one at least; empty where the keyword is missing. */
  List<SchemaNode> schemas(String keyword) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword, Kind.ARRAY);
    List<SchemaNode> schemas = new ArrayList<>();
    if (argument.isPresent()) {
      Instance list = argument.get();
      require(list.size() > 0, keyword);
      for (int i = 0; i < list.size(); i++) {
        schemas.add(compiler.compile(list.child(i), pathOf(keyword).item(i), keyword));
      }
    }
    return schemas;
  }

  /** Schemas by name, in order of the names; empty where the keyword is missing. */
  Map<String, SchemaNode> schemasByName(String keyword) throws SchemaRefusedException {
    Optional<Instance> argument = get(keyword, Kind.OBJECT);
    Map<String, SchemaNode> schemas = new LinkedHashMap<>();
    if (argument.isPresent()) {
      Instance named = argument.get();
      for (int i = 0; i < named.size(); i++) {
        String name = named.key(i);
        Path at = pathOf(keyword).key(name);
        schemas.put(name, compiler.compile(named.child(i), at, keyword));
      }
    }
    return schemas;
  }
}
