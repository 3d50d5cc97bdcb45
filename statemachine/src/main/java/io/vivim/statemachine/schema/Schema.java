package io.vivim.statemachine.schema;

import io.vivim.codec.Ipld;
import java.util.Optional;

/**
 * A JSON Schema of draft 2020-12, ready to check values of the data model.
 *
 * <p>It has the applicators and assertions of the draft, the keywords for unevaluated items and
 * properties, {@code $defs}, {@code $anchor}, and {@code $ref} to places in the same schema ({@code
 * #}, {@code #/…}, {@code #anchor}). All other keywords are annotations and change nothing, {@code
 * format} among them. What would need another document or a dynamic scope is refused: other
 * references, a {@code $id} below the root, a {@code $schema} of another dialect, and every other
 * keyword that begins with {@code $}. A place is a target of {@code $ref} only where the draft has
 * a schema, so not below a keyword that it does not know.
 *
 * <p>Beyond JSON:
 *
 * <ul>
 *   <li>{@code type} also takes {@code "bytes"} and {@code "link"}. Bytes are no string and a link
 *       is no object, however DAG-JSON writes them; {@code const} and {@code enum} may hold both.
 *   <li>A number is its exact value. A double that is not an integer counts as the shortest decimal
 *       that reads back as it, which is what people wrote: 0.0075 is a multiple of 0.0001. 1.0 and
 *       1 are equal and both integers, as are 0.0 and -0.0.
 *   <li>Patterns are those of {@link PatternParser}; lengths count code points.
 * </ul>
 *
 * <p>Every check is bounded, and the bounds are a part of what a schema means: a value for which
 * the steps or the depth run out is invalid on every node. Whoever changes what a keyword costs, or
 * the order in which keywords are asked, changes which values are valid.
 */
public final class Schema {
  /** What one check may cost at most; a step is a keyword, a value, or a move of a pattern. */
  public static final long MAX_STEPS = 1L << 20;

  /** What the check of any value may cost. */
  public static final long LEAST_STEPS = 1L << 14;

  /** What more it may cost for each value, key, and 16 characters of a text. */
  public static final long STEPS_A_VALUE = 1L << 8;

  /** Schemas applied inside one another in one check. */
  public static final int MAX_CHECK_DEPTH = 512;

  /** Lists and maps inside one another, in a schema or a value. */
  public static final int MAX_NESTING = 128;

  /** Values, keys, and 16 characters each of texts that a schema may hold. */
  public static final int MAX_SCHEMA_SIZE = 32 * 1024;

  /** States of all patterns of a schema, their repetitions written out. */
  public static final int MAX_PATTERN_STATES = 10_000;

  private final SchemaNode root;
  private final boolean tracksEvaluated;

  Schema(SchemaNode root, boolean tracksEvaluated) {
    this.root = root;
    this.tracksEvaluated = tracksEvaluated;
  }

  /** Reads a schema. */
  public static CompiledSchema compile(Ipld schema) {
    try {
      return new CompiledSchema.Usable(SchemaCompiler.compile(schema));
    } catch (SchemaRefusedException e) {
      return new CompiledSchema.Refused(e.reason(), e.path());
    }
  }

  /** The first rule that the value breaks, or nothing where it is valid. */
  public Optional<Violation> check(Ipld value) {
    try {
      Instance instance = Instance.of(value, new Steps(MAX_STEPS));
      return check(instance, new Steps(stepsFor(instance.weight())));
    } catch (ExhaustedException e) {
      return Optional.of(new Violation(e.kind(), "", ""));
    }
  }

  /** In proportion to the value, so that a small event makes no more work than a few others. */
  static long stepsFor(int weight) {
    return Math.min(MAX_STEPS, LEAST_STEPS + STEPS_A_VALUE * weight);
  }

  Optional<Violation> check(Instance instance, Steps steps) throws ExhaustedException {
    Evaluated evaluated = tracksEvaluated ? new Evaluated() : Evaluated.UNTRACKED;
    Place place = new Place(instance, Path.ROOT, steps, evaluated);
    return root.check(place).map(Failure::toViolation);
  }
}
