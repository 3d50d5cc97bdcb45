package io.vivim.did.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.did.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

class UcanPropertiesTest {
  private static final List<SigningKey> KEYS =
      List.of(Parties.ROOT, Parties.ALICE, Parties.BOB, Parties.CAROL);

  private final SignatureVerifier signatures = SignatureVerifier.create();
  private final ChainVerifier chains = new ChainVerifier(signatures, Revocations.NONE);

  /** One delegation of a random chain; mostly by and to those who belong there. */
  record Link(
      int issuerOff,
      int subjectOff,
      boolean powerline,
      String command,
      Policy policy,
      long notBefore,
      long expires) {}

  @Property
  void oneDelegationMoreNeverPermitsWhatWasRefused(
      @ForAll @Size(min = 2, max = 4) List<@From("links") Link> links,
      @ForAll("values") IpldMap arguments,
      @ForAll("commands") String command,
      @ForAll @IntRange(max = 20) int time) {
    List<Delegation> chain = new ArrayList<>();
    for (Link link : links) {
      chain.add(signed(link, chain.size()));
    }
    boolean permittedSoFar = true;
    int longestPermitted = 0;
    for (int length = 1; length <= chain.size(); length++) {
      boolean permitted = permits(chain.subList(0, length), command, arguments, time);
      assertThat(permitted && !permittedSoFar).isFalse();
      permittedSoFar = permitted;
      longestPermitted = permitted ? length : longestPermitted;
    }
    // Random chains that are all refused at their root would prove nothing.
    Statistics.collect(longestPermitted > 1);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  private boolean permits(List<Delegation> chain, String command, IpldMap arguments, long time) {
    Principal asking = chain.get(chain.size() - 1).audience();
    return chains.verify(chain, time) instanceof ChainVerdict.Allowed allowed
        && allowed
                .chain()
                .permits(
                    new Request(
                        asking,
                        Parties.of(Parties.ROOT),
                        Parties.command(command),
                        arguments,
                        time))
            instanceof Permission.Granted;
  }

  private static Delegation signed(Link link, int place) {
    SigningKey issuer = KEYS.get((place + link.issuerOff()) % KEYS.size());
    SigningKey subject = KEYS.get(link.subjectOff());
    DelegationBuilder builder =
        Parties.granting(KEYS.get((place + 1) % KEYS.size()))
            .subject(Parties.of(subject))
            .command(Parties.command(link.command()))
            .policy(link.policy())
            .notBefore(link.notBefore())
            .expires(link.expires());
    return (link.powerline() ? builder.anySubject() : builder).sign(issuer);
  }

  @Property
  void aMutatedTokenIsRefusedOrHasAnotherCidAndABadSignature(
      @ForAll("links") Link link, @ForAll int place, @ForAll @IntRange(min = 1, max = 255) int by) {
    Delegation good = signed(link, 0);
    byte[] bytes = good.envelope().bytes().toArray();
    bytes[Math.floorMod(place, bytes.length)] ^= (byte) by;

    DelegationResult result = Delegation.decode(Bytes.copyOf(bytes));

    if (result instanceof DelegationResult.Good mutated) {
      assertThat(mutated.delegation().cid()).isNotEqualTo(good.cid());
      assertThat(mutated.delegation().verdict(signatures)).isNotEqualTo(Optional.of(Verdict.VALID));
    }
  }

  @Property
  void whatIsSignedIsReadBackTheSame(@ForAll("links") Link link) throws Exception {
    Delegation made = signed(link, 0);

    Delegation read = Delegation.decode(made.envelope().bytes()).orThrow();

    assertThat(read.envelope().bytes()).isEqualTo(made.envelope().bytes());
    assertThat(read.policy()).isEqualTo(link.policy());
    assertThat(read.command()).hasToString(link.command());
    assertThat(read.verdict(signatures)).contains(Verdict.VALID);
    assertThat(TokenText.decode(TokenText.encode(made))).isEqualTo(made.envelope().bytes());
  }

  @Property
  void deMorganHoldsOverAnyArguments(
      @ForAll @Size(min = 1, max = 4) List<@From("statements") Statement> statements,
      @ForAll("values") Ipld arguments) {
    List<Statement> turned =
        statements.stream().<Statement>map(each -> new Statement.Not(each)).toList();

    assertThat(check(new Statement.Not(new Statement.And(statements)), arguments))
        .isEqualTo(check(new Statement.Or(turned), arguments));
    assertThat(check(new Statement.Not(new Statement.Or(statements)), arguments))
        .isEqualTo(check(new Statement.And(turned), arguments));
  }

  @Property
  void notTurnsEveryOutcomeOver(
      @ForAll("statements") Statement statement, @ForAll("values") Ipld arguments) {
    Policy.Outcome plain = check(statement, arguments);
    Policy.Outcome turned = check(new Statement.Not(statement), arguments);

    assertThat(List.of(plain, turned))
        .containsExactlyInAnyOrder(Policy.Outcome.HOLDS, Policy.Outcome.FAILS);
  }

  @Property
  void aPolicyMoreOnlyNarrows(
      @ForAll("statements") Statement one,
      @ForAll("statements") Statement other,
      @ForAll("values") Ipld arguments) {
    boolean both = Policy.of(one, other).check(arguments) == Policy.Outcome.HOLDS;

    assertThat(both)
        .isEqualTo(
            check(one, arguments) == Policy.Outcome.HOLDS
                && check(other, arguments) == Policy.Outcome.HOLDS);
  }

  @Property
  void aPatternMatchesAsAPlainSearchDoes(
      @ForAll("patterns") String pattern, @ForAll("letters") String text) throws Exception {
    assertThat(Glob.parse(pattern).matches(text)).isEqualTo(matchesPlainly(pattern, text));
  }

  /** The definition itself, in exponential time. */
  private static boolean matchesPlainly(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    if (pattern.charAt(0) == '*') {
      return matchesPlainly(pattern.substring(1), text)
          || (!text.isEmpty() && matchesPlainly(pattern, text.substring(1)));
    }
    int literal = pattern.startsWith("\\*") ? 1 : 0;
    return !text.isEmpty()
        && text.charAt(0) == pattern.charAt(literal)
        && matchesPlainly(pattern.substring(literal + 1), text.substring(1));
  }

  private static Policy.Outcome check(Statement statement, Ipld arguments) {
    return Policy.of(statement).check(arguments);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab*\\").ofMaxLength(9),
        Arbitraries.strings()
            .withChars("ab")
            .ofMinLength(2)
            .ofMaxLength(4)
            .map(p -> "*" + p + "*"));
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab*\\").ofMaxLength(9),
        Arbitraries.strings().withChars("ab").ofMinLength(4).ofMaxLength(9));
  }

  @Provide
  Arbitrary<String> commands() {
    return Arbitraries.frequency(
        Tuple.of(4, "/a/b/c"), Tuple.of(1, "/"), Tuple.of(1, "/a"), Tuple.of(1, "/ab"));
  }

  @Provide
  Arbitrary<Link> links() {
    Arbitrary<Integer> mostlyZero = Arbitraries.frequency(Tuple.of(20, 0), Tuple.of(1, 1));
    return Combinators.combine(
            mostlyZero,
            mostlyZero,
            Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)),
            Arbitraries.frequency(Tuple.of(8, "/"), Tuple.of(4, "/a"), Tuple.of(1, "/a/b")),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(List.<Statement>of())),
                Tuple.of(2, statements().list().ofMaxSize(2))),
            Arbitraries.longs().between(0, 5),
            Arbitraries.longs().between(15, 20))
        .as(
            (issuer, subject, powerline, command, statements, from, to) ->
                new Link(
                    issuer,
                    subject,
                    powerline,
                    command,
                    Policy.of(statements.toArray(new Statement[0])),
                    from,
                    to));
  }

  @Provide
  Arbitrary<IpldMap> values() {
    return maps(ipld());
  }

  @Provide
  Arbitrary<Statement> statements() {
    Arbitrary<Statement> leaf =
        Arbitraries.oneOf(
            Combinators.combine(
                    Arbitraries.of(Statement.Comparator.EQUAL, Statement.Comparator.NOT_EQUAL),
                    selectors(),
                    ipld())
                .as(Statement.Comparison::new),
            Combinators.combine(
                    Arbitraries.of(Statement.Comparator.LESS, Statement.Comparator.AT_LEAST),
                    selectors(),
                    numbers())
                .as(Statement.Comparison::new),
            Combinators.combine(selectors(), Arbitraries.of("a*", "*", "a\\*"))
                .as((selector, pattern) -> new Statement.Like(selector, glob(pattern))));
    return Arbitraries.recursive(
        () -> leaf,
        inner ->
            Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(3).map(Statement.And::new),
                inner.list().ofMaxSize(3).map(Statement.Or::new),
                inner.map(Statement.Not::new),
                Combinators.combine(selectors(), inner).as(Statement.All::new),
                Combinators.combine(selectors(), inner).as(Statement.Any::new)),
        0,
        3);
  }

  private static Arbitrary<Selector> selectors() {
    return Arbitraries.of(
            ".",
            ".?",
            ".a",
            ".b",
            ".a.b",
            ".a?.b",
            ".a.b?",
            ".a[0]",
            ".a[-1]?",
            ".a[]",
            ".[]",
            ".a[1:]",
            ".b[:-1]?",
            ".[\"a\"]",
            ".[0]")
        .map(UcanPropertiesTest::selector);
  }

  private static Arbitrary<Ipld> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(-2, 2).map(Ipld::of),
        Arbitraries.of(-0.0, 0.5, 1.0, 1e300).map(Ipld::of));
  }

  private static Arbitrary<Ipld> ipld() {
    Arbitrary<Ipld> leaf =
        Arbitraries.oneOf(
            numbers(),
            Arbitraries.of("", "a", "ab", "a*").map(Ipld::of),
            Arbitraries.of(Ipld.NULL, Ipld.TRUE, Ipld.FALSE, Ipld.of(Bytes.fromHex("0102"))));
    return Arbitraries.recursive(
        () -> leaf,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(Ipld.Sequence::new),
                maps(inner).<Ipld>map(map -> map)),
        0,
        2);
  }

  private static Arbitrary<IpldMap> maps(Arbitrary<Ipld> values) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "cc"), values).ofMaxSize(3).map(IpldMap::of);
  }

  private static Selector selector(String text) {
    try {
      return Selector.parse(text);
    } catch (UcanException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Glob glob(String text) {
    try {
      return Glob.parse(text);
    } catch (UcanException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
