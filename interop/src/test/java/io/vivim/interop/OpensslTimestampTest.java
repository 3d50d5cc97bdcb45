package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.anchors.AnchorFault;
import io.vivim.anchors.Http;
import io.vivim.anchors.Rfc3161Anchor;
import io.vivim.anchors.Step;
import io.vivim.anchors.TrustedAuthorities;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL's authority vouches for us, and OpenSSL verifies what we keep of that. */
class OpensslTimestampTest {
  private static final Bytes NOTE = Bytes.utf8("a checkpoint");
  private static final Bytes DIGEST = Multihash.sha256(NOTE).digest();

  @TempDir private Path folder = Path.of("");
  @TempDir private Path other = Path.of("");

  @BeforeAll
  static void needed() {
    Counterpart.need("openssl", "version");
  }

  private static Step ask(OpensslAuthority authority, Path trusted) throws Exception {
    TrustedAuthorities roots = TrustedAuthorities.read(Bytes.owning(Files.readAllBytes(trusted)));
    return new Rfc3161Anchor("tsa", authority.place(), roots, new Http(), new SecureRandom())
        .step(DIGEST, Bytes.EMPTY, InstantSource.system().instant());
  }

  private static void assertNotTrusted(Step step) {
    assertThat(step).as(step.toString()).isInstanceOf(Step.Fault.class);
    assertThat(((Step.Fault) step).reason()).isEqualTo(AnchorFault.NOT_TRUSTED);
  }

  @Test
  void itsTokenIsBelievedAndKeptAsOpensslVerifiesIt() throws Exception {
    try (OpensslAuthority authority = new OpensslAuthority(folder)) {
      Step step = ask(authority, authority.root());
      assertThat(step).as(step.toString()).isInstanceOf(Step.Confirmed.class);
      assertThat(((Step.Confirmed) step).words()).endsWith("by CN=authority");
      Files.write(folder.resolve("kept.tsr"), ((Step.Confirmed) step).proof().toArray());
      Files.write(folder.resolve("note"), NOTE.toArray());
      Files.writeString(folder.resolve("another"), "another checkpoint");
      String verify = "ts -verify -CAfile root.pem -in kept.tsr -data ";
      assertThat(authority.openssl(verify + "note")).isTrue();
      assertThat(authority.openssl(verify + "another")).isFalse();
    }
  }

  @Test
  void itIsNotBelievedWhereAnotherRootIsTrusted() throws Exception {
    try (OpensslAuthority authority = new OpensslAuthority(folder);
        OpensslAuthority stranger = new OpensslAuthority(other)) {
      assertNotTrusted(ask(authority, stranger.root()));
    }
  }
}
