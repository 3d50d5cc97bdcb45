package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an entity is, written down the one way in which everybody writes it, whatever their store
 * looks like: what digests are made of. Drawn in docs/spec/state.md, section "Digest".
 */
final class EntityForm {
  private EntityForm() {}

  /**
   * The form of an entity that is there.
   *
   * @param grants all of the entity's, those not in force too
   */
  static Bytes of(EntityState entity, List<GrantRow> grants) {
    List<Ipld> owners = new ArrayList<>();
    entity.owners().forEach(owner -> owners.add(Ipld.of(owner.toString())));
    List<Ipld> parents = new ArrayList<>();
    entity.parentTexts().forEach(parent -> parents.add(Ipld.of(parent)));
    List<Ipld> inForce = new ArrayList<>();
    grants.stream().filter(GrantRow::isInForce).forEach(row -> inForce.add(link(row.grant())));
    EventId model = entity.model();
    return DagCbor.encode(
        IpldMap.builder()
            .put("id", link(entity.id()))
            .put("kind", Ipld.of(entity.kind()))
            .put("scope", Ipld.of(entity.scope().text()))
            .put("owners", new Ipld.Sequence(owners))
            .put("created", entity.created().toIpld())
            .put("updated", entity.updated().toIpld())
            .put("model", model == null ? Ipld.NULL : link(model))
            .put("parents", new Ipld.Sequence(parents))
            .put("heads", heads(entity))
            .put("fields", fields(entity.fields().all()))
            .put("grants", new Ipld.Sequence(inForce))
            .build());
  }

  private static Ipld heads(EntityState entity) {
    return new Ipld.Sequence(entity.lineage().headIds().stream().map(EntityForm::link).toList());
  }

  private static Ipld fields(Map<String, Map<Merge, Field>> fields) {
    IpldMap.Builder all = IpldMap.builder();
    fields.forEach(
        (name, merges) -> {
          IpldMap.Builder each = IpldMap.builder();
          merges.forEach(
              (merge, field) -> {
                Ipld form = field.form();
                if (!isNothing(form)) {
                  each.put(merge.text(), form);
                }
              });
          IpldMap left = each.build();
          if (left.size() > 0) {
            all.put(name, left);
          }
        });
    return all.build();
  }

  /** Whether nothing is left in a field. */
  private static boolean isNothing(Ipld form) {
    if (form instanceof Ipld.Sequence list) {
      return list.values().isEmpty();
    }
    return form.equals(IpldMap.EMPTY) || form.equals(Ipld.NULL);
  }

  private static Ipld link(EventId id) {
    return Ipld.of(id.cid());
  }
}
