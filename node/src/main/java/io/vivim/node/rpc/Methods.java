package io.vivim.node.rpc;

import io.vivim.node.blocks.ShownAnchors;
import io.vivim.node.blocks.ShownLogs;
import io.vivim.node.blocks.ToldBlocks;
import io.vivim.node.ledger.EntityEraser;
import io.vivim.node.ledger.ErasureRules;
import io.vivim.node.ledger.GrantRemovals;
import java.util.List;

/** The list of methods; whoever writes one adds it here and nowhere else. */
final class Methods {
  private Methods() {}

  static List<RpcMethod> of(RpcParts parts, RpcLimits limits, String address) {
    Disclosure disclosure = new Disclosure(parts.state());
    KeyNames names = new KeyNames(parts.keys());
    Signers signers = new Signers(parts.keys(), parts.passphrase(), parts.writer());
    EntityWrites writes = new EntityWrites(parts.state(), signers, names, parts.writer());
    GrantRemovals removals = new GrantRemovals(parts.log(), parts.state());
    ErasureRules erasures = new ErasureRules(parts.log(), parts.state());
    Marks marks = new Marks(parts.random());
    EntityPages pages = new EntityPages(marks);
    ShownLogs logs =
        new ShownLogs(
            parts.store(),
            parts.builder(),
            parts.witnesses(),
            parts.builder().map(builder -> new ToldBlocks(parts.store(), parts.state(), builder)));
    return List.of(
        new NodeInfo(parts.version(), parts.log(), limits, address),
        new IdentityCreate(parts.keys(), parts.passphrase()),
        new EventSubmit(parts.log(), disclosure, erasures, removals, parts.keys()),
        new EventGet(parts.log(), disclosure),
        new EventQuery(parts.log(), disclosure, marks),
        new EntityCreate(writes),
        new EntityGet(parts.state()),
        new EntityQuery(parts.state(), pages, names),
        new EntityHistory(parts.state()),
        new EntityConflicts(parts.state(), pages),
        new EntityUpdate(writes),
        new EntityResolve(writes),
        new EntityDelete(writes),
        new EntitySearch(parts.log(), disclosure, parts.search(), marks, names),
        new EntityErase(
            parts.state(), signers, new EntityEraser(parts.log(), parts.state(), parts.writer())),
        new BlockLatest(logs, disclosure),
        new BlockGet(logs, disclosure),
        new BlockList(logs, disclosure),
        new BlockProof(parts.log(), logs, disclosure),
        new BlockVerify(),
        new BlockCheckpoint(logs, disclosure),
        new BlockForks(logs, disclosure),
        new BlockAnchors(new ShownAnchors(parts.store(), parts.random())));
  }
}
