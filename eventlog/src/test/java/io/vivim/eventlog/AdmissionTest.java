package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.events.Scope;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
  private static final Source OTHER = new Source("other");
  private static final long PLENTY = 1_000_000;

  private final Author ada = new Author(1);
  private final Author bob = new Author(2);

  private static TestLog log(Admission admission) {
    return new TestLog(Stores.inMemory(), options -> options.withAdmission(admission));
  }

  private static Outcome declined(Decline reason) {
    return new Outcome.Declined(reason);
  }

  @Test
  void aPeerHasSoMuchCheckedAndGetsMoreWithTime() throws Exception {
    Quotas quotas = new Quotas(PLENTY, PLENTY, 1, 2, PLENTY);
    try (TestLog here = log(Admission.open(quotas))) {
      assertThat(here.give(ada.create())).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(ada.create())).isInstanceOf(Outcome.Accepted.class);
      DecodedEvent third = ada.create();
      assertThat(here.give(third)).isEqualTo(declined(Decline.PEER_QUOTA));

      assertThat(here.give(bob.create().raw(), OTHER)).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(bob.create().raw(), Source.LOCAL)).isInstanceOf(Outcome.Accepted.class);
      here.millis.addAndGet(1000);
      assertThat(here.give(third)).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void whoForgesSpendsTheQuotaOfThePeerAndNotOfTheSigner() throws Exception {
    Quotas quotas = new Quotas(1, PLENTY, 1, 3, PLENTY);
    try (TestLog here = log(Admission.open(quotas))) {
      DecodedEvent event = ada.create();
      byte[] header = event.raw().header().toArray();
      header[10] ^= 1;
      RawEvent forged = new RawEvent(Bytes.copyOf(header), event.raw().payload());
      for (int i = 0; i < 3; i++) {
        header[11]++;
        assertThat(here.give(new RawEvent(Bytes.copyOf(header), forged.payload()), OTHER))
            .isInstanceOf(Outcome.Rejected.class);
      }

      header[11]++;
      assertThat(here.give(new RawEvent(Bytes.copyOf(header), forged.payload()), OTHER))
          .isEqualTo(declined(Decline.PEER_QUOTA));
      assertThat(here.give(event)).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void aSignerHasSoManyEventsAndRemovalsOfTheirOwnAcrossRestarts(@TempDir Path home)
      throws Exception {
    Quotas quotas = new Quotas(2, 1, PLENTY, PLENTY, PLENTY);
    EventId identity = EntityIds.identity(Scope.PUBLIC, ada.key().did());
    DecodedEvent grant = ada.sign(ada.event("identity:add_device").entity(identity));
    DecodedEvent more = ada.create();
    DecodedEvent removal =
        ada.sign(
            ada.event("identity:revoke_device")
                .entity(identity)
                .heads(List.of(EventFacts.of(grant))));
    DecodedEvent tooMany = ada.create();
    try (TestLog here = file(home, quotas)) {
      assertThat(here.give(grant)).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(more)).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(tooMany)).isEqualTo(declined(Decline.SIGNER_QUOTA));
      // Remembered, and said again without another look.
      assertThat(here.give(tooMany)).isEqualTo(declined(Decline.SIGNER_QUOTA));
    }
    try (TestLog here = file(home, quotas)) {
      assertThat(here.give(tooMany)).isEqualTo(declined(Decline.SIGNER_QUOTA));
      assertThat(here.give(removal)).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(bob.create())).isInstanceOf(Outcome.Accepted.class);
    }
  }

  private static TestLog file(Path home, Quotas quotas) {
    Store store = Stores.open(home, Engine.H2, StoreOptions.DEFAULT);
    return new TestLog(store, options -> options.withAdmission(Admission.open(quotas)));
  }

  @Test
  void aLogThatIsAsLargeAsItMayGetTakesNothingMore() throws Exception {
    try (TestLog here = log(Admission.open(new Quotas(PLENTY, PLENTY, PLENTY, PLENTY, 1)))) {
      DecodedEvent first = ada.create();
      DecodedEvent second = ada.create();

      assertThat(here.give(first)).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(second)).isEqualTo(declined(Decline.DISK_QUOTA));
      assertThat(here.give(first)).isEqualTo(new Outcome.Duplicate());
    }
  }

  @Test
  void whereAuthorsAreKnownStrangersAreDeclined() throws Exception {
    Admission known = Admission.knownAuthors(ada.key().did()::equals, Quotas.DEFAULT);
    try (TestLog here = log(known)) {
      assertThat(here.give(ada.create())).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.give(bob.create())).isEqualTo(declined(Decline.UNKNOWN_AUTHOR));
    }
  }

  @Test
  void whatHasNoRoomToWaitIsDeclinedAndComesInLater() throws Exception {
    try (TestLog here =
        new TestLog(
            Stores.inMemory(),
            options -> options.withHeld(new HeldLimits(1, PLENTY, 10, PLENTY)))) {
      DecodedEvent first = ada.create();
      DecodedEvent second = ada.update(first);
      DecodedEvent third = ada.update(second);

      assertThat(here.give(second)).isInstanceOf(Outcome.Pending.class);
      assertThat(here.give(third)).isEqualTo(declined(Decline.NO_ROOM_TO_WAIT));
      here.give(first);
      assertThat(here.give(third)).isInstanceOf(Outcome.Accepted.class);
    }
  }
}
