package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Multicast DNS with js-libp2p, in a network namespace that nothing leaves. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(NodeNeeded.class)
final class JsMdnsTest {
  /** Runs what follows in a network of its own: a cable, with one end of it that has an address. */
  private static final List<String> ALONE =
      List.of(
          "unshare",
          "--map-root-user",
          "--net",
          "sh",
          "-ec",
          """
          ip link set lo up
          ip link add cable type veth peer name far
          ip address add 192.0.2.1/24 dev cable
          ip link set far up
          ip link set cable up
          ip route add default dev cable
          exec "$@"
          """,
          "alone");

  /** What a command printed, once it ended well. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("ended with " + code + ": " + printed);
      }
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> alone(List<String> command) {
    List<String> all = new ArrayList<>(ALONE);
    all.addAll(command);
    return all;
  }

  /** What keeps this machine from making namespaces, if something does. */
  private static String lack() throws InterruptedException {
    try {
      return run(alone(List.of("true")));
    } catch (IOException e) {
      return "no network namespace can be made here: " + e.getMessage();
    }
  }

  @Test
  void eachFindsTheOther() throws Exception {
    String lack = lack();
    assertThat(System.getenv("CI") == null ? "" : lack).isEmpty();
    assumeTrue(lack.isEmpty(), lack);
    List<String> meeting =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dvivim.root=" + System.getProperty("vivim.root"),
            "-cp",
            System.getProperty("java.class.path"),
            MdnsMeeting.class.getName());
    run(alone(meeting));
  }
}
