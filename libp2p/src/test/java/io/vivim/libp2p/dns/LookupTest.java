package io.vivim.libp2p.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What names lead to, where the answers are made up. */
final class LookupTest {
  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String OTHER = "12D3KooWKRyzVWW6ChFjQjK4miCty85Niy48tpPV95XdKu1BcvMA";

  private final Answers answers = new Answers();
  private final Names names = new Names(answers);

  /** Answers that the test writes down; a question that is not among them fails. */
  private static final class Answers implements Resolver {
    final Map<String, List<String>> records = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    private CompletionStage<List<String>> answer(String question) {
      asked.add(question);
      List<String> answer = records.get(question);
      return answer == null
          ? CompletableFuture.failedFuture(new UnknownHostException(question))
          : CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<List<InetAddress>> ip4(String name) {
      return answer("A " + name).thenApply(all -> all.stream().map(Answers::host).toList());
    }

    @Override
    public CompletionStage<List<InetAddress>> ip6(String name) {
      return answer("AAAA " + name).thenApply(all -> all.stream().map(Answers::host).toList());
    }

    private static InetAddress host(String ip) {
      try {
        return InetAddress.getByName(ip);
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public CompletionStage<List<String>> texts(String name) {
      return answer("TXT " + name);
    }
  }

  private List<String> lookUp(String text) {
    try {
      return names.lookUp(Multiaddr.parse(text)).toCompletableFuture().join().stream()
          .map(Multiaddr::toString)
          .toList();
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  private void assertNothing(String text) {
    assertThatThrownBy(() -> lookUp(text))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NameException.class);
  }

  @Test
  void aNameLeadsToAllItsAddresses() {
    answers.records.put("A a.example", List.of("192.0.2.1", "192.0.2.2"));
    answers.records.put("AAAA a.example", List.of("2001:db8::1"));
    assertThat(lookUp("/dns4/a.example/tcp/1"))
        .containsExactly("/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.2/tcp/1");
    assertThat(lookUp("/dns6/a.example/tcp/1")).containsExactly("/ip6/2001:db8::1/tcp/1");
    assertThat(lookUp("/dns/A.Example./tcp/1/p2p/" + PEER))
        .containsExactly(
            "/ip6/2001:db8::1/tcp/1/p2p/" + PEER,
            "/ip4/192.0.2.1/tcp/1/p2p/" + PEER,
            "/ip4/192.0.2.2/tcp/1/p2p/" + PEER);
  }

  @Test
  void oneFamilyIsEnough() {
    answers.records.put("A a.example", List.of("192.0.2.1"));
    assertThat(lookUp("/dns/a.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
  }

  @Test
  void theTlsOfTheWebStillAsksForTheName() {
    answers.records.put("A a.example", List.of("192.0.2.1"));
    for (String behind : List.of("wss", "tls/ws", "tls/sni/a.example/ws")) {
      assertThat(lookUp("/dns4/a.example/tcp/443/" + behind))
          .containsExactly("/ip4/192.0.2.1/tcp/443/tls/sni/a.example/ws");
    }
    assertThat(lookUp("/dns4/a.example/tcp/443/tls/sni/b.example/ws"))
        .containsExactly("/ip4/192.0.2.1/tcp/443/tls/sni/b.example/ws");
  }

  @Test
  void recordsLeadToAddressesAndToNames() {
    answers.records.put(
        "TXT _dnsaddr.a.example",
        List.of(
            "dnsaddr=/ip4/192.0.2.1/tcp/1/p2p/" + PEER,
            "v=spf1 -all",
            "dnsaddr=not an address",
            "dnsaddr=/dns4/b.example/tcp/2/p2p/" + PEER,
            "dnsaddr=/dnsaddr/c.example/p2p/" + OTHER,
            "dnsaddr=/ip4/192.0.2.1/tcp/1/p2p/" + PEER));
    answers.records.put("A b.example", List.of("192.0.2.2"));
    answers.records.put(
        "TXT _dnsaddr.c.example",
        List.of(
            "dnsaddr=/ip4/192.0.2.3/tcp/3/p2p/" + OTHER,
            "dnsaddr=/ip4/192.0.2.4/tcp/4/p2p/" + PEER));
    assertThat(lookUp("/dnsaddr/a.example"))
        .containsExactly(
            "/ip4/192.0.2.1/tcp/1/p2p/" + PEER,
            "/ip4/192.0.2.2/tcp/2/p2p/" + PEER,
            "/ip4/192.0.2.3/tcp/3/p2p/" + OTHER);
    assertThat(lookUp("/dnsaddr/a.example/p2p/" + OTHER))
        .containsExactly("/ip4/192.0.2.3/tcp/3/p2p/" + OTHER);
  }

  @Test
  void namesThatLeadToThemselvesEnd() {
    answers.records.put(
        "TXT _dnsaddr.a.example",
        List.of("dnsaddr=/dnsaddr/a.example", "dnsaddr=/dnsaddr/b.example"));
    answers.records.put(
        "TXT _dnsaddr.b.example",
        List.of("dnsaddr=/dnsaddr/a.example", "dnsaddr=/dnsaddr/b.example"));
    assertNothing("/dnsaddr/a.example");
    assertThat(answers.asked).hasSize(1 + 2 + 4 + 8);
  }

  @Test
  void questionsRecordsAndAddressesAreBounded() {
    answers.records.put(
        "TXT _dnsaddr.a.example",
        Stream.iterate(0, i -> i + 1).limit(1_000).map(i -> "dnsaddr=/dnsaddr/n" + i).toList());
    assertNothing("/dnsaddr/a.example");
    assertThat(answers.asked).hasSize(Lookup.MAX_QUESTIONS);
    answers.records.put(
        "TXT _dnsaddr.b.example",
        Stream.iterate(0, i -> i + 1)
            .limit(60_000)
            .map(i -> "dnsaddr=/ip4/192.0.2.1/tcp/" + i)
            .toList());
    assertThat(lookUp("/dnsaddr/b.example")).hasSize(Lookup.MAX_ADDRESSES);
  }

  @Test
  void whatNoServerCanKnowIsNotAsked() {
    for (String name :
        List.of(
            "a b",
            "..",
            ".",
            "a..b",
            "-".repeat(300),
            "x".repeat(64),
            "a\u0000b",
            "\ud83d\ude00\u2028")) {
      assertNothing("/dns/" + name + "/tcp/1");
    }
    assertThat(answers.asked).isEmpty();
  }

  @Test
  void namesOfOtherAlphabetsAreAskedInAscii() {
    answers.records.put("A xn--bcher-kva.example", List.of("192.0.2.1"));
    assertThat(lookUp("/dns4/b\u00fccher.example/tcp/1")).hasSize(1);
  }
}
