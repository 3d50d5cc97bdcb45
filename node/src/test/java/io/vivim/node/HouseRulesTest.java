package io.vivim.node;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The directions between modules (DESIGN, section 1) and what STYLE says of classes. */
class HouseRulesTest {
  private static final String OURS = "io.vivim.";
  private static final String NODE = "io.vivim.node..";

  /** The face of streams for threads that may wait is there to wait. */
  private static final String THE_ONE_THAT_WAITS = "io.vivim.libp2p.host.Waiting";

  /** What each module may use of ours; a module that is not here yet gets a line when it comes. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("testvectors", Set.of()),
          Map.entry("baseline", Set.of()),
          Map.entry("codec", Set.of()),
          Map.entry("did", Set.of("codec")),
          Map.entry("events", Set.of("codec", "did")),
          Map.entry("store", Set.of("codec")),
          Map.entry("libp2p", Set.of("codec")),
          Map.entry("eventlog", Set.of("codec", "did", "events", "store")),
          Map.entry("statemachine", Set.of("codec", "did", "events", "store")),
          Map.entry("search", Set.of("codec", "did", "events")),
          Map.entry("blockbuilder", Set.of("codec", "did", "events", "store")),
          Map.entry("anchors", Set.of("codec", "store")),
          Map.entry(
              "client",
              Set.of(
                  "codec",
                  "did",
                  "events",
                  "store",
                  "eventlog",
                  "statemachine",
                  "blockbuilder",
                  "libp2p")),
          Map.entry(
              "node",
              Set.of(
                  "codec",
                  "did",
                  "events",
                  "store",
                  "eventlog",
                  "statemachine",
                  "search",
                  "blockbuilder",
                  "anchors",
                  "libp2p",
                  "client")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.vivim");

  private static String moduleOf(JavaClass type) {
    String rest = type.getPackageName().substring(OURS.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Set<String> modulesSeen() {
    Set<String> seen = new TreeSet<>();
    CLASSES.forEach(type -> seen.add(moduleOf(type)));
    return seen;
  }

  @Test
  void everyModuleHasItsPlaceInTheTable() {
    assertThat(modulesSeen()).contains("codec", "did", "node").isSubsetOf(MAY_USE.keySet());
  }

  @TestFactory
  List<DynamicTest> modulesUseOnlyWhatStandsBelowThem() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String module : modulesSeen()) {
      Set<String> allowed = MAY_USE.getOrDefault(module, Set.of());
      tests.add(
          DynamicTest.dynamicTest(
              module + " uses only " + allowed,
              () ->
                  classes()
                      .that()
                      .resideInAPackage(OURS + module + "..")
                      .should(onlyDependOnClassesThat(foreignOrIn(module, allowed)))
                      .check(CLASSES)));
    }
    return tests;
  }

  private static DescribedPredicate<JavaClass> foreignOrIn(String own, Set<String> allowed) {
    return describe(
        "are foreign, its own or of " + allowed,
        type ->
            !(type.getPackageName() + ".").startsWith(OURS)
                || moduleOf(type).equals(own)
                || allowed.contains(moduleOf(type)));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.vivim.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    List<String> lacking = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      JavaPackage home = type.getPackage();
      if (!home.tryGetPackageInfo().map(i -> i.isAnnotatedWith(NullMarked.class)).orElse(false)) {
        lacking.add(home.getName());
      }
    }
    assertThat(lacking).isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$]\\w*(Manager|Helper|Util|Utils|Impl)(\\$.*)?")
        .orShould()
        .haveNameMatching(".*[.$](Base|Abstract)[A-Z]\\w*")
        .check(CLASSES);
  }

  @Test
  void staticsDoNotChange() {
    fields()
        .that()
        .areStatic()
        .and(describe("are written by us", field -> !isSynthetic(field)))
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(describe("a holder of changing values", HouseRulesTest::holdsChange))
        .check(CLASSES);
  }

  private static boolean isSynthetic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean holdsChange(JavaClass type) {
    boolean namedCollection =
        type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    return (namedCollection && !type.isInterface())
        || type.isAssignableTo(ThreadLocal.class)
        || type.isAssignableTo(AtomicReference.class)
        || type.isAssignableTo(AtomicBoolean.class)
        || type.isAssignableTo(AtomicInteger.class)
        || type.isAssignableTo(AtomicLong.class);
  }

  @Test
  void onlyTheMainOwnsTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Vivim.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .check(CLASSES);
    methods()
        .that()
        .haveName("main")
        .and()
        .areStatic()
        .should()
        .beDeclaredIn(Vivim.class)
        .check(CLASSES);
  }

  @Test
  void nobodyTalksPastTheConsole() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CLASSES);
  }

  /** Elsewhere the digits would be others, in paths and in files as well. */
  @Test
  void nothingIsWrittenInTheLanguageOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .check(CLASSES);
  }

  @Test
  void clocksComeByConstructor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(NODE)
        .should()
        .callMethodWhere(
            describe("the clock of the machine is read", call -> readsTheClock(call.getTarget())))
        .orShould()
        .callConstructor(java.util.Date.class)
        .check(CLASSES);
  }

  private static boolean readsTheClock(MethodCallTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    if (owner.equals("java.lang.System")) {
      return name.equals("currentTimeMillis") || name.equals("nanoTime");
    }
    return owner.startsWith("java.time.")
        && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"));
  }

  @Test
  void nobodyWaitsForAFutureOutsideTheNode() {
    noClasses()
        .that()
        .resideOutsideOfPackage(NODE)
        .and()
        .doNotHaveFullyQualifiedName(THE_ONE_THAT_WAITS)
        .should()
        .callMethodWhere(
            describe(
                "a future is waited for",
                call ->
                    call.getTargetOwner().isAssignableTo(Future.class)
                        && Set.of("get", "join").contains(call.getName())))
        .check(CLASSES);
  }

  /** Nobody outside uses the node; its packages show each other what PublicSurfaceTest lists. */
  @Test
  void theNodeHasOnePublicDoor() {
    classes()
        .that(resideInAnyPackage("io.vivim.node"))
        .and()
        .areTopLevelClasses()
        .and()
        .doNotBelongToAnyOf(Vivim.class)
        .should()
        .notBePublic()
        .check(CLASSES);
  }
}
