package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who is what to whom, looked up in all entities of a fold, of whatever scope. */
record ReferenceViews(ReferenceFold fold) {
  private Stream<ReferenceFold.Entity> entities(String kind) {
    return fold.entities().values().stream().filter(entity -> entity.kind().equals(kind));
  }

  private static boolean shows(ReferenceFold.Entity entity, String field, Ipld value) {
    return value.equals(entity.fields().get(field));
  }

  /** The roles in a circle by DID; empty where there is none. */
  Map<String, String> members(EventId circle) {
    Map<String, String> members = new TreeMap<>();
    entities("circle")
        .filter(entity -> entity.id().equals(circle))
        .map(entity -> (IpldMap) entity.fields().getOrDefault("members", IpldMap.EMPTY))
        .forEach(roles -> roles.forEach((did, role) -> members.put(did, role.toString())));
    return members;
  }

  /** The devices of an identity. */
  Set<String> devices(String did) {
    Set<String> devices = new TreeSet<>();
    entities("identity")
        .filter(entity -> entity.owners().contains(did))
        .map(entity -> (IpldMap) entity.fields().getOrDefault("devices", IpldMap.EMPTY))
        .forEach(each -> devices.addAll(each.keys()));
    return devices;
  }

  /** Those with whom both sides say yes. */
  Set<String> friends(String did) {
    Set<String> friends = new TreeSet<>();
    entities("friend")
        .filter(entity -> entity.owners().contains(did))
        .filter(entity -> shows(entity, "status", Ipld.of("accepted")))
        .forEach(entity -> friends.addAll(entity.owners()));
    friends.remove(did);
    return friends;
  }

  /** What somebody follows. */
  Set<String> following(String did) {
    return targets("follow", entity -> entity.owners().contains(did));
  }

  private Set<String> targets(String kind, Predicate<ReferenceFold.Entity> which) {
    Set<String> targets = new TreeSet<>();
    entities(kind)
        .filter(which)
        .filter(entity -> shows(entity, "active", Ipld.TRUE))
        .flatMap(entity -> Stream.ofNullable(entity.fields().get("target")))
        .forEach(target -> targets.add(target.toString()));
    return targets;
  }

  /** Who follows somebody or something. */
  Set<String> followers(String target) {
    return owners("follow", target);
  }

  /** Who likes something. */
  Set<String> likes(String target) {
    return owners("like", target);
  }

  private Set<String> owners(String kind, String target) {
    Set<String> owners = new TreeSet<>();
    entities(kind)
        .filter(entity -> shows(entity, "active", Ipld.TRUE))
        .filter(entity -> shows(entity, "target", Ipld.of(target)))
        .forEach(entity -> owners.addAll(entity.owners()));
    return owners;
  }
}
