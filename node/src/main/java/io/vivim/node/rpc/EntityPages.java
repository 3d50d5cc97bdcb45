package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.ledger.EntityJson;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.EntityPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How methods answer with entities, a page at a time. */
final class EntityPages {
  static final int MAX_PAGE_ENTITIES = 500;
  static final int USUAL_PAGE_ENTITIES = 100;

  static final Parameter LIMIT =
      Parameter.optional(
          "limit",
          "So many at most; else " + USUAL_PAGE_ENTITIES + ".",
          integer("Entities of a page.", 1, MAX_PAGE_ENTITIES));
  static final Parameter AFTER =
      Parameter.optional(
          "after",
          "Go on behind this mark, which an earlier page of the same question told as next since the"
              + " node was started.",
          text("A mark.", "[0-9a-f]+"));
  static final IpldMap RESULT =
      object(
          "A page. It may have fewer entities than there are, even none; the next begins at next.",
          required("entities", list("The entities.", SharedSchemas.ENTITY)),
          required("next", orNull(text("Where to go on; null behind the last entity."))));

  private final Marks marks;

  EntityPages(Marks marks) {
    this.marks = marks;
  }

  /** A page of entities. */
  interface Source {
    EntityPage page(@Nullable Bytes after, int limit);
  }

  /**
   * The page that a call asks for.
   *
   * @param question what is asked and by whom; marks are good for one
   */
  JsonText answer(Arguments arguments, String question, Source source) throws RpcException {
    int limit = arguments.integer("limit", 1, MAX_PAGE_ENTITIES, USUAL_PAGE_ENTITIES);
    Optional<String> text = arguments.text("after");
    @Nullable Bytes after = null;
    if (text.isPresent()) {
      after =
          marks
              .open(text.get(), question)
              .orElseThrow(() -> RpcException.invalid("after", "is no mark"));
    }
    return page(source, question, after, limit);
  }

  private JsonText page(Source source, String question, @Nullable Bytes after, int limit) {
    EntityPage page = source.page(after, limit);
    List<JsonText> entities = new ArrayList<>();
    int chars = 0;
    for (Entity entity : page.entities()) {
      JsonText answer = JsonText.of(entityOfPage(entity));
      chars += answer.text().length();
      if (chars > EventQuery.MAX_PAGE_CHARS && !entities.isEmpty()) {
        // Asked for what fits, the state tells the mark behind it.
        return page(source, question, after, entities.size());
      }
      entities.add(answer);
    }
    return JsonText.object(
        new JsonText.Field("entities", JsonText.list(entities)),
        new JsonText.Field(
            "next",
            page.next()
                .map(next -> JsonText.of(marks.seal(next, question)))
                .orElse(JsonText.NULL)));
  }

  /** One that would fill a page by itself is shortened, or nobody could get past it. */
  static IpldMap entityOfPage(Entity entity) {
    IpldMap whole = EntityJson.of(entity);
    return JsonText.of(whole).text().length() > EventQuery.MAX_PAGE_CHARS
        ? EntityJson.shortened(entity)
        : whole;
  }

  static IpldMap example(IpldMap... entities) {
    return IpldMap.builder().put("entities", Ipld.listOf(entities)).put("next", Ipld.NULL).build();
  }
}
