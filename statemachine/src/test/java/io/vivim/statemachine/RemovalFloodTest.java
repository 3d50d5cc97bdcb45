package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * However much who was removed writes, and however it forks: one event more costs the same, and
 * what it shows of others is seen.
 */
final class RemovalFloodTest {
  /** Look-ups that one event may cost, of which there are some whatever it does. */
  private static final long MOST_READS = 40;

  /** Look-ups and rows. */
  private static final long MOST_WORK = 100;

  private static final int POSTS = 300;
  private static final int FLOOD = 100;

  private final SigningKey owner = World.root(0);
  private final SigningKey member = World.root(1);
  private final FoldedLog log = new FoldedLog();
  private final List<DecodedEvent> posts = new ArrayList<>();
  private int made;

  private final DecodedEvent circle =
      take(event("circle:create", "name", Ipld.of("us")).scope(Scope.CIRCLE_NEW).sign(owner));
  private final DecodedEvent grant = take(invite(circle));

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void whatComesBehindAForkStirsNothing() {
    writePosts();
    take(removal(List.of(grant), List.of(posts.get(POSTS / 2))));
    DecodedEvent last = take(post(posts.get(3)));
    for (int i = 0; i < FLOOD; i++) {
      DecodedEvent next = post(last);
      assertThat(readsOf(next)).as("event %s of the flood", i).isLessThan(MOST_READS);
      last = next;
    }
    assertThat(ground(last)).isEqualTo(Ground.REMOVED);
    assertThat(ground(posts.get(4))).isEqualTo(Ground.COUNTS);
    assertThat(ground(posts.get(POSTS - 1))).isEqualTo(Ground.REMOVED);
  }

  @Test
  void forksBelowWhatIsAcceptedStirTheirRivalsAlone() {
    writePosts();
    take(removal(List.of(grant), List.of(posts.get(POSTS - 1))));
    for (int i = 1; i <= FLOOD; i++) {
      DecodedEvent fork = post(posts.get(i));
      assertThat(readsOf(fork)).as("fork %s", i).isLessThan(MOST_READS);
      assertThat(ground(fork)).isEqualTo(Ground.REMOVED);
      assertThat(ground(posts.get(i + 1))).isEqualTo(Ground.COUNTS);
    }
  }

  @Test
  void whoLeftAndForksTheLeaveStirsNothingByGoingOn() {
    writePosts();
    DecodedEvent before = posts.get(POSTS - 1);
    DecodedEvent leave = take(leave(before));
    take(post(before));
    DecodedEvent last = leave;
    for (int i = 0; i < FLOOD; i++) {
      DecodedEvent next = post(last);
      assertThat(readsOf(next)).as("event %s of the flood", i).isLessThan(MOST_READS);
      last = next;
    }
    assertThat(ground(last)).isEqualTo(Ground.LEFT);
  }

  @Test
  void aGapIsClosedOnceForAllThatCameBeforeIt() {
    writePosts();
    take(leave(posts.get(POSTS - 1)));
    DecodedEvent rival = take(post(posts.get(POSTS - 1)));
    List<DecodedEvent> branch = new ArrayList<>(List.of(rival));
    for (int i = 1; i < FLOOD; i++) {
      branch.add(post(branch.get(i - 1)));
    }
    long before = log.reads();
    for (int i = FLOOD - 1; i > 0; i--) {
      take(branch.get(i));
    }
    assertThat(log.reads() - before).isLessThan(2 * FLOOD * MOST_READS);
    assertThat(ground(branch.get(FLOOD - 1))).isEqualTo(Ground.COUNTS);
  }

  @Test
  void aGapThatClosesBelowAListedEventShowsWhatItAccepts() {
    List<DecodedEvent> chain = chain(10);
    DecodedEvent rival = post(chain.get(2));
    chain.stream().filter(event -> !event.id().equals(chain.get(5).id())).forEach(this::take);
    take(rival);
    take(removal(List.of(grant), List.of(chain.get(9))));
    assertThat(ground(chain.get(3))).isEqualTo(Ground.REMOVED);
    take(chain.get(5));
    assertThat(ground(chain.get(3))).isEqualTo(Ground.COUNTS);
    assertThat(ground(rival)).isEqualTo(Ground.REMOVED);
  }

  @Test
  void aGapThatClosesAboveALeaveShowsWhatComesBehindIt() {
    DecodedEvent before = take(post(null));
    DecodedEvent leave = take(leave(before));
    take(post(before));
    DecodedEvent gap = post(leave);
    DecodedEvent behind = take(post(gap));
    DecodedEvent last = take(post(behind));
    assertThat(ground(last)).isEqualTo(Ground.COUNTS);
    take(gap);
    assertThat(ground(behind)).isEqualTo(Ground.LEFT);
    assertThat(ground(last)).isEqualTo(Ground.LEFT);
  }

  private List<DecodedEvent> chain(int length) {
    List<DecodedEvent> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(post(i == 0 ? null : chain.get(i - 1)));
    }
    return chain;
  }

  @Test
  void aRemovalOfManyGrantsWalksBackOnce() {
    int invitations = 4_400;
    int removed = 100;
    List<DecodedEvent> grants = new ArrayList<>(List.of(grant));
    while (grants.size() < invitations) {
      grants.add(take(invite(grants.get(grants.size() - 1))));
    }
    DecodedEvent removal =
        removal(grants.subList(0, removed), List.of(), grants.get(invitations - 1));
    assertThat(readsOf(removal)).isLessThan(3L * invitations);
    assertThat(log.state().members(Reader.NODE, circle.id())).hasSize(2);
  }

  @Test
  void aChainOfRemovalsIsWalkedOnceForAllOfThem() {
    List<DecodedEvent> removals = new ArrayList<>();
    DecodedEvent seen = grant;
    for (int i = 0; i < FLOOD; i++) {
      seen = take(removal(List.of(grant), List.of(), seen));
      removals.add(seen);
    }
    take(post(null));
    DecodedEvent last = post(posts.get(0));
    assertThat(readsOf(last)).isLessThan(MOST_READS);
    assertThat(verdict(last).by()).isEqualTo(removals.get(FLOOD - 1).id());
  }

  /** What they come to for a log is worked out once, and not for each post again. */
  @Test
  void oneMoreOfManyRemovalsOfAGrantCostsAsMuchAsOneOfFew() {
    writePosts();
    List<DecodedEvent> last = List.of(posts.get(POSTS - 1));
    long few = readsOf(removal(List.of(grant), last));
    for (int i = 0; i < 2 * FLOOD; i++) {
      take(removal(List.of(grant), last));
    }
    long many = readsOf(removal(List.of(grant), last));
    assertThat(many - few).isLessThan(2 * FLOOD * MOST_READS);
    assertThat(ground(posts.get(0))).isEqualTo(Ground.COUNTS);
    DecodedEvent none = take(removal(List.of(grant), List.of()));
    assertThat(verdict(posts.get(0))).isEqualTo(new Verdict(Ground.REMOVED, none.id()));
  }

  @Test
  void aListedEventThatComesLateIsTakenWithoutReadingTheRemovalAgain() {
    writePosts();
    List<DecodedEvent> grants = new ArrayList<>(List.of(grant));
    while (grants.size() < POSTS) {
      grants.add(take(invite(grants.get(grants.size() - 1))));
    }
    List<DecodedEvent> late = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      late.add(post(posts.get(POSTS - 1)));
    }
    take(removal(List.of(grant), late, grants.get(POSTS - 1)));
    take(late.get(0));
    assertThat(readsOf(late.get(1))).isLessThan(3 * POSTS + MOST_READS);
  }

  /** Only the first shows anything of what is below it; the others show no more than themselves. */
  @Test
  void listedEventsThatComeLateLookAtNothingThatOneOfThemShowed() {
    assertThat(workOfLateOnes(POSTS)).isLessThan(FLOOD * MOST_WORK);
  }

  @Test
  void howMuchStandsBelowThemIsNoMatterForListedEventsThatComeLate() {
    assertThat(workOfLateOnes(4 * POSTS)).isLessThan(FLOOD * MOST_WORK);
  }

  /** What all but the first two take of those that a removal lists, which are a chain. */
  private long workOfLateOnes(int many) {
    writePosts(many);
    DecodedEvent before = posts.get(many - 1);
    List<DecodedEvent> late = new ArrayList<>(List.of(post(before)));
    while (late.size() < FLOOD) {
      late.add(post(late.get(late.size() - 1)));
    }
    take(removal(List.of(grant), late));
    assertThat(ground(before)).isEqualTo(Ground.REMOVED);
    take(late.get(0));
    assertThat(ground(posts.get(0))).isEqualTo(Ground.COUNTS);
    assertThat(ground(before)).isEqualTo(Ground.COUNTS);
    return late.subList(1, FLOOD).stream().mapToLong(this::workOf).sum();
  }

  @Test
  void rivalsThatAreListedAndComeLateWalkDownToWhereOneOfThemWas() {
    writePosts(4 * POSTS);
    DecodedEvent trunk = posts.get(4 * POSTS - 1);
    DecodedEvent below = posts.get(POSTS);
    DecodedEvent rival = take(post(posts.get(POSTS - 1)));
    List<DecodedEvent> late = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      late.add(post(trunk));
    }
    take(removal(List.of(grant), late));
    take(late.get(0));
    take(late.get(1));
    assertThat(ground(below)).isEqualTo(Ground.COUNTS);
    assertThat(ground(rival)).isEqualTo(Ground.REMOVED);
    long work = late.subList(2, FLOOD).stream().mapToLong(this::workOf).sum();
    assertThat(work).isLessThan(FLOOD * MOST_WORK);
    assertThat(ground(late.get(FLOOD - 1))).isEqualTo(Ground.COUNTS);
  }

  @Test
  void aRemovalThatEndsNothingMoreLooksAtNobody() {
    writePosts(4 * POSTS);
    DecodedEvent last = posts.get(4 * POSTS - 1);
    assertThat(workOf(removal(List.of(grant), List.of(last)))).isLessThan(MOST_WORK);
    DecodedEvent lowest = take(removal(List.of(grant), List.of(posts.get(9))));
    assertThat(ground(last)).isEqualTo(Ground.REMOVED);
    for (int i = 0; i < FLOOD / 10; i++) {
      DecodedEvent next = removal(List.of(grant), List.of(posts.get(9)));
      if (next.id().compareTo(lowest.id()) > 0) {
        // Removals take a few reads each to be compared; posts would be 1,200.
        assertThat(workOf(next)).as("removal %s", i).isLessThan(POSTS / 2);
      }
    }
    assertThat(verdict(last)).isEqualTo(new Verdict(Ground.REMOVED, lowest.id()));
  }

  @Test
  void aRemovalLooksAtWhatIsBetweenItsLastAndThatOfOthers() {
    writePosts(4 * POSTS);
    take(removal(List.of(grant), List.of(posts.get(4 * POSTS - 1))));
    DecodedEvent lower = removal(List.of(grant), List.of(posts.get(4 * POSTS - 11)));
    assertThat(workOf(lower)).isLessThan(POSTS / 2);
    assertThat(ground(posts.get(4 * POSTS - 11))).isEqualTo(Ground.COUNTS);
    assertThat(verdict(posts.get(4 * POSTS - 10)))
        .isEqualTo(new Verdict(Ground.REMOVED, lower.id()));
  }

  @Test
  void aLaterRemovalSpeaksInPlaceOfOthersForWhatTheyEnd() {
    writePosts(4 * POSTS);
    DecodedEvent first = take(removal(List.of(grant), List.of(posts.get(9))));
    DecodedEvent second = removal(List.of(grant), List.of(posts.get(19)), first);
    assertThat(workOf(second)).isGreaterThan(4 * POSTS);
    assertThat(ground(posts.get(19))).isEqualTo(Ground.COUNTS);
    assertThat(verdict(posts.get(20))).isEqualTo(new Verdict(Ground.REMOVED, second.id()));
  }

  @Test
  void erasuresOfWhatIsNotTheirsMakeNoWork() {
    DecodedEvent target = take(event("memory:create", "content", Ipld.of("tea")).sign(owner));
    DecodedEvent last = erasure(target).sign(member);
    take(last);
    for (int i = 0; i < 2 * FLOOD; i++) {
      DecodedEvent next = erasure(target).after(last.header().seq(), last.id()).sign(member);
      int before = log.rowsRead.size();
      take(next);
      assertThat(log.rowsRead.size() - before).as("erasure %s", i).isLessThan((int) MOST_READS);
      last = next;
    }
    assertThat(ground(target)).isEqualTo(Ground.COUNTS);
    take(erasure(target).after(1, target.id()).sign(owner));
    assertThat(ground(target)).isEqualTo(Ground.ERASED);
  }

  private EventBuilder erasure(DecodedEvent target) {
    return event("system:erase", "target", Ipld.of(target.id().cid()));
  }

  private void writePosts() {
    writePosts(POSTS);
  }

  private void writePosts(int many) {
    for (int i = 0; i < many; i++) {
      take(post(i == 0 ? null : posts.get(i - 1)));
    }
  }

  private Ground ground(DecodedEvent event) {
    return verdict(event).ground();
  }

  private Verdict verdict(DecodedEvent event) {
    return log.state()
        .history(Reader.NODE, event.id(), null, 1)
        .orElseThrow()
        .entries()
        .get(0)
        .verdict();
  }

  private DecodedEvent take(DecodedEvent event) {
    log.take(event);
    if (event.header().type().name().equals("content:publish")) {
      posts.add(event);
    }
    return event;
  }

  private long readsOf(DecodedEvent event) {
    long before = log.reads();
    log.take(event);
    return log.reads() - before;
  }

  /** Look-ups, and rows that were read. */
  private long workOf(DecodedEvent event) {
    long before = log.reads() + log.rowsRead.size();
    log.take(event);
    return log.reads() + log.rowsRead.size() - before;
  }

  private DecodedEvent invite(DecodedEvent head) {
    return ofCircle("circle:add_member", head, "role", Ipld.of("member")).sign(owner);
  }

  private DecodedEvent removal(
      List<DecodedEvent> grants, List<DecodedEvent> until, DecodedEvent... head) {
    return ofCircle(
            "circle:remove_member",
            head.length == 0 ? grant : head[0],
            "grants",
            links(grants),
            "until",
            links(until))
        .sign(owner);
  }

  private DecodedEvent leave(DecodedEvent last) {
    return ofCircle("circle:remove_member", grant, "grants", links(List.of(grant)))
        .auth(List.of(grant.id()))
        .after(last.header().seq(), last.id())
        .sign(member);
  }

  /** An event of the circle itself, about the member, behind another one there. */
  private EventBuilder ofCircle(String type, DecodedEvent head, Object... set) {
    EventBuilder builder =
        event(type, set)
            .scope(Scope.circle(circle.id()))
            .entity(circle.id())
            .heads(List.of(EventFacts.of(head)));
    return head.header().signer().equals(owner.did())
        ? builder.after(head.header().seq(), head.id())
        : builder;
  }

  private DecodedEvent post(@Nullable DecodedEvent before) {
    EventBuilder builder =
        event("content:publish", "title", Ipld.of("a post"))
            .scope(Scope.circle(circle.id()))
            .auth(List.of(grant.id()));
    return before == null
        ? builder.sign(member)
        : builder.after(before.header().seq(), before.id()).sign(member);
  }

  private static Ipld links(List<DecodedEvent> events) {
    return new Ipld.Sequence(
        events.stream().map(event -> (Ipld) Ipld.of(event.id().cid())).toList());
  }

  private EventBuilder event(String type, Object... set) {
    made++;
    IpldMap.Builder fields = IpldMap.builder();
    for (int i = 0; i < set.length; i += 2) {
      fields.put((String) set[i], (Ipld) set[i + 1]);
    }
    if (type.endsWith("_member")) {
      fields.put("member", Ipld.of(member.did().toString()));
    }
    byte[] salt = ByteBuffer.allocate(EventLimits.SALT_BYTES).putInt(made).array();
    return EventBuilder.of(EventType.named(type), Bytes.owning(salt))
        .timestamp(Timestamp.of(Script.START_SECONDS * 1000 + made, 0))
        .body(IpldMap.builder().put("set", fields.build()).build());
  }
}
