package io.vivim.statemachine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws over schemas and values that nobody meant. */
final class SchemaPropertiesTest {
  @Provide
  Arbitrary<Ipld> values() {
    return AnySchema.values();
  }

  @Provide
  Arbitrary<Ipld> closed() {
    return AnySchema.closed();
  }

  @Provide
  Arbitrary<Ipld> referring() {
    return AnySchema.withReferences();
  }

  @Provide
  Arbitrary<Ipld> nonsense() {
    return AnySchema.nonsense();
  }

  private static Optional<Violation> check(Ipld schema, Ipld value) {
    return Schema.compile(schema).orThrow().check(value);
  }

  private static boolean isValid(String keyword, Ipld argument, Ipld value) {
    return check(IpldMap.of(Map.of(keyword, argument)), value).isEmpty();
  }

  /** As another node reads it. */
  private static Ipld received(Ipld value) throws RefusedException {
    return DagCbor.decode(DagCbor.encode(value)).orThrow();
  }

  @Property(tries = 1000)
  void compilingNeverThrowsAndSaysTheSameElsewhere(
      @ForAll("nonsense") Ipld schema, @ForAll("values") Ipld value) throws RefusedException {
    CompiledSchema here = Schema.compile(schema);
    CompiledSchema there = Schema.compile(received(schema));
    if (here instanceof CompiledSchema.Usable usable) {
      assertThat(there.orThrow().check(received(value))).isEqualTo(usable.schema().check(value));
    } else {
      assertThat(there).isEqualTo(here);
    }
  }

  @Property(tries = 1000)
  void checkingNeverThrowsAndSaysTheSameElsewhere(
      @ForAll("referring") Ipld schema, @ForAll("values") Ipld value) throws RefusedException {
    assertThat(check(received(schema), received(value))).isEqualTo(check(schema, value));
  }

  @Property(tries = 1000)
  void notTurnsTheAnswer(@ForAll("closed") Ipld schema, @ForAll("values") Ipld value) {
    assertThat(isValid("not", schema, value)).isEqualTo(check(schema, value).isPresent());
  }

  @Property(tries = 1000)
  void combinationsFollowFromTheirParts(
      @ForAll("closed") Ipld one, @ForAll("closed") Ipld other, @ForAll("values") Ipld value) {
    boolean first = check(one, value).isEmpty();
    boolean second = check(other, value).isEmpty();
    Ipld both = Ipld.listOf(one, other);
    assertThat(isValid("allOf", both, value)).isEqualTo(first && second);
    assertThat(isValid("anyOf", both, value)).isEqualTo(first || second);
    assertThat(isValid("oneOf", both, value)).isEqualTo(first != second);
    Ipld choice = IpldMap.of(Map.of("if", one, "then", other, "else", Ipld.FALSE));
    assertThat(check(choice, value).isEmpty()).isEqualTo(first && second);
  }

  /** What is looked at is all that additionalProperties leaves, said in two ways. */
  @Property(tries = 1000)
  void unevaluatedPropertiesBesidePropertiesAreTheAdditionalOnes(
      @ForAll("closed") Ipld named, @ForAll("closed") Ipld rest, @ForAll("values") Ipld value) {
    Ipld properties = IpldMap.of(Map.of("a", named));
    Ipld additional = IpldMap.of(Map.of("properties", properties, "additionalProperties", rest));
    Ipld reached = Ipld.listOf(IpldMap.of(Map.of("properties", properties)));
    Ipld unevaluated = IpldMap.of(Map.of("allOf", reached, "unevaluatedProperties", rest));
    assertThat(check(unevaluated, value).isEmpty()).isEqualTo(check(additional, value).isEmpty());
  }

  @Property(tries = 1000)
  void aConstantIsValidOnlyForItself(@ForAll("values") Ipld one, @ForAll("values") Ipld other) {
    assertThat(isValid("const", one, one)).isTrue();
    boolean isSame = isValid("const", one, other);
    assertThat(isValid("const", other, one)).isEqualTo(isSame);
    assertThat(isValid("enum", Ipld.listOf(Ipld.of("no"), one), other)).isEqualTo(isSame);
    assertThat(isValid("uniqueItems", Ipld.TRUE, Ipld.listOf(one, other))).isNotEqualTo(isSame);
  }
}
