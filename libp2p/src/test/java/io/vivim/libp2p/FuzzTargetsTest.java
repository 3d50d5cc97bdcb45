package io.vivim.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class that reads what a stranger sent has a fuzz target that leads to it. */
final class FuzzTargetsTest {
  private static final Path MODULE = Path.of(System.getProperty("vivim.root"), "libp2p", "src");

  /**
   * A static method that makes something of bytes or a text, one that takes bytes as they come, or
   * whatever is called a reader, or a file.
   */
  private static final Pattern DECODER =
      Pattern.compile(
          "static [\\w<>.]+ (decode|parse|open|read)\\w*\\((Bytes|String|byte\\[\\]|ByteBuffer) "
              + "|static [\\w<>.]+ (of|text)\\((Bytes|byte\\[\\]|ByteBuffer) "
              + "|class \\w+(Reader|File)\\b"
              + "|(receive|open)\\(ByteBuffer "
              + "|next\\(ByteBufAllocator ");

  /** By class; where there is no target of its own, the one whose reading goes through it. */
  private static final Map<String, String> TARGETS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("address/Base32Text", "address/MultiaddrText"),
              Map.entry("address/Multiaddr", "address/MultiaddrBinary"),
              Map.entry("address/Part", "address/MultiaddrBinary"),
              Map.entry("address/NameForm", "address/MultiaddrBinary"),
              Map.entry("address/PeerRecord", "address/PeerRecord"),
              Map.entry("book/PeerEntry", "book/PeerEntry"),
              Map.entry("book/PeerFile", "book/PeerFile"),
              Map.entry("dns/TextRecord", "dns/TextRecord"),
              Map.entry("gossip/PeerLines", "address/PeerRecord"),
              Map.entry("gossip/rpc/GossipMessage", "gossip/rpc/GossipRpc"),
              Map.entry("gossip/rpc/Rpc", "gossip/rpc/GossipRpc"),
              Map.entry("gossip/rpc/RpcReader", "gossip/rpc/GossipRpc"),
              Map.entry("host/Identity", "host/Identify"),
              Map.entry("host/IdentifyReader", "host/Identify"),
              Map.entry("host/LengthFirst", "host/Identify"),
              Map.entry("kad/rpc/KadMessage", "kad/rpc/KadMessage"),
              Map.entry("kad/rpc/MessageReader", "kad/rpc/KadMessage"),
              Map.entry("link/MuxStream", "yamux/Yamux"),
              Map.entry("link/SealedFrames", "link/SealedFrames"),
              Map.entry("link/WebSocketReader", "link/WebSocket"),
              Map.entry("mdns/DnsMessage", "mdns/DnsMessage"),
              Map.entry("mdns/DnsReader", "mdns/DnsMessage"),
              Map.entry("noise/CipherState", "noise/NoiseCipher"),
              Map.entry("noise/MessageReader", "noise/NoiseHandshake"),
              Map.entry("noise/NoiseCipher", "noise/NoiseCipher"),
              Map.entry("noise/NoiseHandshake", "noise/NoiseHandshake"),
              Map.entry("noise/Payload", "noise/NoisePayload"),
              Map.entry("peer/EcSignature", "peer/EcSignature"),
              Map.entry("peer/KeyMessage", "peer/PublicKey"),
              Map.entry("peer/PeerId", "peer/PeerId"),
              Map.entry("peer/PrivateKey", "peer/PrivateKey"),
              Map.entry("peer/PublicKey", "peer/PublicKey"),
              Map.entry("peer/SignedEnvelope", "peer/PeerEnvelope"),
              Map.entry("tls/DerReader", "tls/Certificate"),
              Map.entry("select/Initiator", "select/Select"),
              Map.entry("select/MessageReader", "select/Select"),
              Map.entry("select/Responder", "select/Select"),
              Map.entry("tls/SignedKey", "tls/Certificate"),
              Map.entry("tls/X509Fields", "tls/Certificate"),
              Map.entry("wire/DelimitedReader", "wire/Delimited"),
              Map.entry("wire/ProtobufReader", "wire/Protobuf"),
              Map.entry("yamux/FrameReader", "yamux/Yamux"),
              Map.entry("yamux/Yamux", "yamux/Yamux")));

  /** Reads what whoever runs the host has written, or only hashes what it is given. */
  private static final Set<String> NOT_OF_STRANGERS =
      Set.of("guard/IpRange", "kad/table/Place", "tls/WebCertificate");

  @Test
  void everyDecoderHasATarget() throws IOException {
    Path sources = MODULE.resolve("main/java/io/vivim/libp2p");
    Set<String> decoders;
    try (Stream<Path> files = Files.walk(sources)) {
      decoders =
          files
              .filter(FuzzTargetsTest::decodes)
              .map(file -> sources.relativize(file).toString().replace(".java", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    decoders.removeAll(NOT_OF_STRANGERS);
    assertThat(TARGETS.keySet()).containsExactlyInAnyOrderElementsOf(decoders);
  }

  @Test
  void everyTargetIsThereAndHasADecoder() throws IOException {
    Path tests = MODULE.resolve("test/java/io/vivim/libp2p");
    try (Stream<Path> files = Files.walk(tests)) {
      assertThat(files.map(file -> tests.relativize(file).toString()))
          .filteredOn(file -> file.endsWith("Fuzz.java"))
          .map(file -> file.replace("Fuzz.java", ""))
          .hasSameElementsAs(TARGETS.values());
    }
  }

  private static boolean decodes(Path file) {
    try {
      return file.toString().endsWith(".java") && DECODER.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
