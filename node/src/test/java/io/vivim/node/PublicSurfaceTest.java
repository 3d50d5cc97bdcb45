package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What other modules can see of each package. Types are package-private by default; whoever makes
 * one public says so here, and so thinks about it twice.
 */
class PublicSurfaceTest {
  private static final Map<String, Set<String>> PUBLIC =
      Map.ofEntries(
          Map.entry(
              "io.vivim.codec",
              Set.of(
                  "Bytes",
                  "CarBlock",
                  "CarReader",
                  "CarWriter",
                  "Cid",
                  "DagCbor",
                  "DagCborReader",
                  "DagCborWriter",
                  "DagJson",
                  "Decoded",
                  "Ipld",
                  "IpldMap",
                  "Limits",
                  "Multibase",
                  "Multihash",
                  "Reason",
                  "Refusal",
                  "RefusedException",
                  "Varint")),
          Map.entry(
              "io.vivim.did",
              Set.of(
                  "DidDocument",
                  "DidError",
                  "DidException",
                  "DidKey",
                  "DidKeyResolver",
                  "DidResolution",
                  "DidResolver",
                  "KeyStore",
                  "KeyStoreError",
                  "KeyStoreException",
                  "KeyType",
                  "Passphrase",
                  "SignatureProvider",
                  "SignatureVerifier",
                  "SignedEnvelope",
                  "SigningKey",
                  "Verdict")),
          Map.entry(
              "io.vivim.did.ucan",
              Set.of(
                  "ChainReason",
                  "ChainVerdict",
                  "ChainVerifier",
                  "Command",
                  "Delegation",
                  "DelegationBuilder",
                  "DelegationJson",
                  "DelegationResult",
                  "Glob",
                  "Permission",
                  "Policy",
                  "Principal",
                  "Request",
                  "Revocations",
                  "Selector",
                  "Statement",
                  "TokenText",
                  "UcanChain",
                  "UcanException",
                  "UcanLimits",
                  "UcanReason",
                  "UcanRefusal")),
          Map.entry(
              "io.vivim.eventlog",
              Set.of(
                  "Admission",
                  "AppendedEvent",
                  "CarExport",
                  "CarImport",
                  "CommitHook",
                  "Cursor",
                  "CursorException",
                  "Decline",
                  "EventLog",
                  "Evidence",
                  "Filter",
                  "Gathered",
                  "Grants",
                  "HeldLimits",
                  "LogCheck",
                  "LogListener",
                  "LogOptions",
                  "LogReader",
                  "LogStats",
                  "Outcome",
                  "Page",
                  "PageMark",
                  "Quotas",
                  "Source",
                  "Subscription",
                  "Usage")),
          Map.entry(
              "io.vivim.events",
              Set.of(
                  "CauseCheck",
                  "Checked",
                  "ClockOrder",
                  "DecodedEvent",
                  "EntityIds",
                  "EventBuilder",
                  "EventDecoder",
                  "EventFacts",
                  "EventHeader",
                  "EventId",
                  "EventJson",
                  "EventLimits",
                  "EventType",
                  "EventVerifier",
                  "HybridClock",
                  "LogScope",
                  "Payload",
                  "RawEvent",
                  "Rejection",
                  "RejectionReason",
                  "Scope",
                  "Tag",
                  "Timestamp",
                  "VectorClock",
                  "VerifiedEvent")),
          Map.entry(
              "io.vivim.libp2p.address",
              Set.of(
                  "AddressException",
                  "AddressReason",
                  "Multiaddr",
                  "Part",
                  "PeerRecord",
                  "Protocol",
                  "Reach")),
          Map.entry(
              "io.vivim.libp2p.book",
              Set.of(
                  "FilePeerStore",
                  "KnownAddress",
                  "KnownPeer",
                  "MemoryPeerStore",
                  "PeerStore",
                  "Source")),
          Map.entry(
              "io.vivim.libp2p.dial", Set.of("DialException", "DialLimits", "Dialler", "Tried")),
          Map.entry("io.vivim.libp2p.dns", Set.of("DnsResolver", "Names", "Resolver")),
          Map.entry(
              "io.vivim.libp2p.guard",
              Set.of(
                  "Books",
                  "Claims",
                  "DenyList",
                  "Gate",
                  "HostLimits",
                  "IpRange",
                  "PeerTags",
                  "Rates",
                  "Refusal",
                  "Tab",
                  "Trim")),
          Map.entry(
              "io.vivim.libp2p.noise",
              Set.of(
                  "NoiseCipher",
                  "NoiseError",
                  "NoiseException",
                  "NoiseExtensions",
                  "NoiseHandshake",
                  "NoiseIdentity",
                  "NoiseOutput")),
          Map.entry(
              "io.vivim.blockbuilder",
              Set.of(
                  "Block",
                  "BlockBuilder",
                  "BlockChain",
                  "BlockException",
                  "BlockLimits",
                  "BlockReader",
                  "BlockReason",
                  "LogOrigin",
                  "OwnLog",
                  "Witness")),
          Map.entry(
              "io.vivim.blockbuilder.merkle",
              Set.of(
                  "ConsistencyProof",
                  "GrowingTree",
                  "InclusionProof",
                  "Prover",
                  "Tile",
                  "TileSource",
                  "TreeHasher",
                  "TreeHead")),
          Map.entry(
              "io.vivim.blockbuilder.note",
              Set.of(
                  "Checkpoint",
                  "NoteCheck",
                  "NoteException",
                  "NoteReason",
                  "NoteSignature",
                  "NoteSigner",
                  "Policy",
                  "PolicyReader",
                  "ProofFile",
                  "SignedNote",
                  "VerifierKey",
                  "WitnessRequest")),
          Map.entry(
              "io.vivim.libp2p.peer",
              Set.of(
                  "KeyType",
                  "PeerException",
                  "PeerId",
                  "PeerReason",
                  "PrivateKey",
                  "PublicKey",
                  "SignedEnvelope")),
          Map.entry(
              "io.vivim.libp2p.link",
              Set.of(
                  "Attempt",
                  "Link",
                  "LinkEnd",
                  "LinkException",
                  "LinkListener",
                  "LinkMaker",
                  "LinkSettings",
                  "LinkStream",
                  "Listening",
                  "Passage",
                  "StreamException",
                  "Timers",
                  "UpgradeException",
                  "WebTls")),
          Map.entry(
              "io.vivim.libp2p.host",
              Set.of(
                  "Host",
                  "HostBuilder",
                  "HostListener",
                  "HostMetrics",
                  "Identity",
                  "Perf",
                  "Ping",
                  "ProtocolException",
                  "RefusedException",
                  "Stream",
                  "StreamHandler",
                  "Violation")),
          Map.entry(
              "io.vivim.libp2p.tls",
              Set.of("TlsEvent", "TlsReason", "TlsSecurity", "WebCertificate")),
          Map.entry(
              "io.vivim.libp2p.wire",
              Set.of("ProtobufReader", "ProtobufWriter", "WireException", "WireReason")),
          Map.entry(
              "io.vivim.libp2p.select",
              Set.of("Initiator", "Responder", "SelectError", "SelectOutput")),
          Map.entry(
              "io.vivim.libp2p.yamux",
              Set.of("FrameHeader", "Yamux", "YamuxEnd", "YamuxLimits", "YamuxOutput")),
          Map.entry("io.vivim.node", Set.of("Vivim")),
          Map.entry(
              "io.vivim.node.ledger",
              Set.of(
                  "BodyFaults",
                  "BrokenEvent",
                  "DagJsonAdvice",
                  "EntityEraser",
                  "EntityJson",
                  "EntityTypes",
                  "EntityWrite",
                  "EntityWriter",
                  "ErasureRules",
                  "GrantRemovals",
                  "Keyring",
                  "Ledger",
                  "NamedKeys",
                  "NearestName",
                  "Refusal",
                  "Remains",
                  "Search",
                  "SearchJson",
                  "UnknownNames",
                  "WriteOutcome")),
          Map.entry(
              "io.vivim.node.rpc",
              Set.of("BearerToken", "Listen", "RpcLimits", "RpcOptions", "RpcParts", "RpcServer")),
          Map.entry(
              "io.vivim.search",
              Set.of(
                  "Change",
                  "Embedding",
                  "SearchDocument",
                  "SearchError",
                  "SearchException",
                  "SearchHit",
                  "SearchIndex",
                  "SearchMark",
                  "SearchOptions",
                  "SearchPage",
                  "SearchQuery",
                  "Sight")),
          Map.entry(
              "io.vivim.statemachine",
              Set.of(
                  "Authority",
                  "Changes",
                  "Disclosure",
                  "Entity",
                  "EntityName",
                  "EntityPage",
                  "EventSource",
                  "Explanation",
                  "Feed",
                  "FollowedState",
                  "Ground",
                  "HistoryEntry",
                  "HistoryPage",
                  "Query",
                  "Reader",
                  "Role",
                  "Rule",
                  "Sharing",
                  "Social",
                  "Standing",
                  "State",
                  "StateDiff",
                  "StateDigest",
                  "StateDigests",
                  "StateMachine",
                  "Verdict")),
          Map.entry(
              "io.vivim.statemachine.model",
              Set.of(
                  "Body",
                  "Coded",
                  "Elements",
                  "Fault",
                  "Field",
                  "FieldRule",
                  "Kind",
                  "Merge",
                  "Model",
                  "ModelDefinition",
                  "Operation",
                  "Past",
                  "Policy",
                  "Stamp",
                  "Verbs",
                  "Written")),
          Map.entry(
              "io.vivim.statemachine.schema",
              Set.of("CompiledSchema", "Schema", "SchemaReason", "Violation")),
          Map.entry(
              "io.vivim.store",
              Set.of(
                  "Batch",
                  "Durability",
                  "Engine",
                  "KeyRange",
                  "Layouts",
                  "OwnerOnly",
                  "Scan",
                  "Snapshot",
                  "Store",
                  "StoreError",
                  "StoreException",
                  "StoreOptions",
                  "StoreStats",
                  "StoreView",
                  "Stores")),
          Map.entry("io.vivim.testvectors", Set.of("VectorCase", "Vectors")));

  @Test
  void onlyTheTypesOfThisListArePublic() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vivim")) {
      if (type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getSimpleName().equals("package-info")) {
        found
            .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
            .add(type.getSimpleName());
      }
    }

    assertThat(found).isEqualTo(new TreeMap<>(PUBLIC));
  }
}
