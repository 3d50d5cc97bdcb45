package io.vivim.node.rpc;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.codec.Bytes;
import io.vivim.store.StoreView;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logs of a node's builders as they are served (C2SP tlog-tiles), and the blocks beside them: a
 * public log to anybody, a circle's to those who may see the circle.
 *
 * <pre>
 *   /log/z6Mk…/public/checkpoint
 *   /log/z6Mk…/public/tile/0/000.p/7
 *   /log/z6Mk…/circle/bafy…/tile/entries/000
 *   /log/z6Mk…/public/block/0
 * </pre>
 */
final class LogPages {
  static final String PREFIX = "/log/";

  private static final Pattern PATH =
      Pattern.compile("/log/([^/]+/(?:public|circle/[^/]+))/(checkpoint|(?:tile|block)/.+)");
  private static final Pattern BLOCK = Pattern.compile("block/(0|[1-9][0-9]{0,15})");
  private static final String TILES = "application/octet-stream";
  private static final String BLOCKS = "application/vnd.ipld.dag-cbor";

  /** A partial tile is there for ever as well, since it never changes. */
  private static final String FOR_EVER = "max-age=31536000, immutable";

  private final StoreView store;
  private final Disclosure disclosure;

  LogPages(StoreView store, Disclosure disclosure) {
    this.store = store;
    this.disclosure = disclosure;
  }

  /** The page of a path; nothing where there is none for the caller. */
  Optional<HttpPage> page(String path, Caller caller) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        ? LogOrigin.parse("vivim/" + matcher.group(1))
            .filter(origin -> disclosure.maySee(caller, origin.scope()))
            .flatMap(origin -> page(origin, matcher.group(2)))
        : Optional.empty();
  }

  private Optional<HttpPage> page(LogOrigin origin, String what) {
    OwnLog log = new OwnLog(store, origin);
    if (what.equals("checkpoint")) {
      return log.checkpoint()
          .map(note -> HttpPage.of(HttpPage.TEXT, HttpPage.NOT_KEPT, note.encode()));
    }
    String kept = (origin.scope().isPublic() ? "public, " : "private, ") + FOR_EVER;
    Matcher block = BLOCK.matcher(what);
    Optional<Bytes> body =
        block.matches()
            ? log.block(Long.parseLong(block.group(1)))
            : Tile.parse(what).flatMap(log::served);
    return body.map(bytes -> HttpPage.of(block.matches() ? BLOCKS : TILES, kept, bytes));
  }
}
