package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.bool;
import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.EventProof;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.EventLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_verify}: whether a file proves an event in a log. */
final class BlockVerify implements RpcMethod {
  private static final String EXAMPLE_KEY =
      "vivim/example+2b0f8f3b+AUJhZCBrZXkgb2YgYW4gZXhhbXBsZSwgMzIgYnl0ZXMhIQ==";

  private final SignatureVerifier verifier = SignatureVerifier.create();

  @Override
  public Signature signature() {
    return new Signature(
        "block_verify",
        "Whether a file proves that an event is in the log of a key.",
        false,
        List.of(
            Parameter.required("proof", "The file.", text("A C2SP tlog-proof.")),
            Parameter.required("key", "The log's key.", text("A key of notes."))),
        object(
            "What it proves.",
            required("valid", bool("Whether it proves anything.")),
            optional("reason", text("Why it does not.")),
            optional("event", SharedSchemas.CID),
            optional("author", SharedSchemas.DID),
            optional("index", integer("Of its leaf.", 0, EventLimits.MAX_INTEGER)),
            optional("size", integer("Of the tree.", 0, EventLimits.MAX_INTEGER))),
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("proof", Ipld.of("")).put("key", Ipld.of(EXAMPLE_KEY)).build(),
            IpldMap.builder()
                .put("valid", Ipld.of(false))
                .put("reason", Ipld.of("BAD_VERIFIER_KEY"))
                .build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Bytes file = Bytes.utf8(arguments.requiredText("proof"));
    IpldMap.Builder answer = IpldMap.builder();
    try {
      VerifierKey key = VerifierKey.parse(arguments.requiredText("key"));
      EventProof proof = new EventProof.Check(key, Policy.of(0, List.of()), verifier).of(file);
      answer
          .put("valid", Ipld.of(true))
          .put("event", Ipld.of(proof.event().id().toString()))
          .put("author", Ipld.of(proof.event().header().author().toString()))
          .put("index", Ipld.of(proof.index()))
          .put("size", Ipld.of(proof.checkpoint().head().size()));
    } catch (NoteException e) {
      answer.put("valid", Ipld.of(false)).put("reason", Ipld.of(e.reason().name()));
    }
    return CompletableFuture.completedStage(JsonText.of(answer));
  }
}
