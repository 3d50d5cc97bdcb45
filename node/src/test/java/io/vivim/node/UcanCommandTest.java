package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multibase;
import io.vivim.node.Terminal.Outcome;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UcanCommandTest {
  private static final Vectors VECTORS = Vectors.load("ucan");

  @Test
  void inspectAnswersEveryTokenOfTheVectors() {
    List<VectorCase> tokens = VECTORS.cases("delegations");
    String lines = lines(tokens.stream().map(token -> token.text("hex")).toList());

    Outcome outcome = Terminal.runOn(lines, "ucan", "inspect");

    assertThat(outcome.code()).isEqualTo(ExitCode.GOOD);
    assertThat(outcome.lines()).hasSameSizeAs(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(outcome.lines().get(i))
          .as(tokens.get(i).toString())
          .contains("\"cid\":\"" + tokens.get(i).text("cid") + "\"");
    }
  }

  @Test
  void inspectRefusesEveryBadTokenOfTheVectors() {
    List<VectorCase> tokens = VECTORS.cases("refused");
    String lines = lines(tokens.stream().map(UcanCommandTest::multibase).toList());

    Outcome outcome = Terminal.runOn(lines, "ucan", "inspect");

    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.lines())
        .hasSameSizeAs(tokens)
        .allSatisfy(line -> assertThat(line).startsWith("error "));
    assertThat(outcome.complaints()).hasSize(1);
  }

  @Test
  void verifyGivesTheVerdictOfTheVectorsOnEveryChain() {
    Map<String, String> hexOfCid = new HashMap<>();
    VECTORS.cases("tokens").forEach(token -> hexOfCid.put(token.text("cid"), token.text("hex")));
    List<VectorCase> chains =
        VECTORS.cases("chains").stream()
            .filter(chain -> !chain.fields().path("tokens").isEmpty())
            .filter(chain -> !chain.has("revoked") || chain.text("verdict").startsWith("revoked"))
            .toList();

    for (VectorCase chain : chains) {
      List<String> tokens = new ArrayList<>();
      chain.fields().path("tokens").forEach(cid -> tokens.add(hexOfCid.get(cid.asText())));
      String verdict = chain.text("verdict");
      Outcome outcome = Terminal.runOn(String.join(" ", tokens) + "\n", verifyOptions(chain));
      assertThat(outcome.out().strip())
          .as(chain.toString())
          .isEqualTo(verdict.equals("granted") ? "valid" : "invalid " + verdict);
      assertThat(outcome.code())
          .isEqualTo(verdict.equals("granted") ? ExitCode.GOOD : ExitCode.REFUSED);
    }
  }

  @Test
  void verifySaysWhichOptionIsMalformed() {
    assertThat(Terminal.run("ucan", "verify", "--command", "read", "x").err())
        .startsWith("vivim: --command is malformed");
    assertThat(Terminal.run("ucan", "verify", "--command", "/", "--args", "[]", "x").err())
        .startsWith("vivim: --args is malformed: unexpected-kind");
    assertThat(Terminal.run("ucan", "verify", "--revoked", "x", "x").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Terminal.run("ucan", "verify", "--args", "{\"a\":1}", "x").code())
        .isEqualTo(ExitCode.USAGE);
  }

  private static String[] verifyOptions(VectorCase chain) {
    List<String> options = new ArrayList<>(List.of("ucan", "verify"));
    options.addAll(List.of("--at", chain.fields().path("time").asText()));
    chain
        .fields()
        .path("revoked")
        .forEach(each -> options.addAll(List.of("--revoked", each.path("cid").asText())));
    JsonNode request = chain.fields().path("request");
    if (!request.isMissingNode()) {
      for (String part : List.of("invoker", "subject", "command", "args")) {
        options.addAll(List.of("--" + part, request.path(part).asText()));
      }
    }
    return options.toArray(new String[0]);
  }

  private static String multibase(VectorCase token) {
    return Multibase.BASE64_URL.encode(Bytes.fromHex(token.text("hex")));
  }

  private static String lines(List<String> each) {
    return String.join("\n", each) + "\n";
  }
}
