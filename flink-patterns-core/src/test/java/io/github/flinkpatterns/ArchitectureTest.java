// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;

/** Holds the picture of docs/architecture.md: capability, host, logic, state, each on the next. */
@AnalyzeClasses(
    packages = "io.github.flinkpatterns",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.CoreOnly.class})
class ArchitectureTest {

  private static final String BASE = "io.github.flinkpatterns.";
  private static final String[] FOUNDATION = {
    BASE + "state..", BASE + "logic..", BASE + "host..", BASE + "erase..", BASE + "config.."
  };

  /** The testkit lies on the class path too; it is another house. */
  static final class CoreOnly implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("flinkpatterns/testkit") && !location.contains("testkit/target");
    }
  }

  @ArchTest
  static final ArchRule stateKnowsNoOtherRoom =
      noClasses()
          .that()
          .resideInAPackage(BASE + "state..")
          .should()
          .dependOnClassesThat(rooms("any other room", BASE + "state"));

  @ArchTest
  static final ArchRule logicKnowsOnlyState =
      noClasses()
          .that()
          .resideInAPackage(BASE + "logic..")
          .should()
          .dependOnClassesThat(
              rooms("a room other than logic and state", BASE + "logic", BASE + "state"));

  @ArchTest
  static final ArchRule hostKnowsOnlyLogicAndState =
      noClasses()
          .that()
          .resideInAPackage(BASE + "host..")
          .should()
          .dependOnClassesThat(
              rooms("a capability", BASE + "host", BASE + "logic", BASE + "state"));

  @ArchTest
  static final ArchRule eraseKnowsNoCapability =
      noClasses()
          .that()
          .resideInAPackage(BASE + "erase..")
          .should()
          .dependOnClassesThat(
              rooms("a capability", BASE + "erase", BASE + "host", BASE + "logic", BASE + "state"));

  @ArchTest
  static final ArchRule configStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(BASE + "config..")
          .should()
          .dependOnClassesThat(
              rooms(
                  "a room other than config and the builder checks",
                  BASE + "config",
                  BASE + "logic"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule opsKnowsNoOperator =
      noClasses()
          .that()
          .resideInAPackage(BASE + "ops..")
          .should()
          .dependOnClassesThat(
              rooms("a room other than ops and the builder checks", BASE + "ops", BASE + "logic"));

  @ArchTest
  static final ArchRule noCapabilityKnowsAnother =
      slices()
          .matching(BASE + "(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(FOUNDATION));

  @ArchTest
  static final ArchRule internalFlinkClassesStayInTheFastHost =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "host.fast..")
          // A job that has not been started can be read only through Flink's own graph.
          .and()
          .haveNameNotMatching(".*\\.ops\\.(JobReader|StateProbe)")
          .should()
          .dependOnClassesThat()
          .areAnnotatedWith(Internal.class)
          .orShould()
          .dependOnClassesThat(
              // CheckpointedFunction is public, and so are the contexts that it is given.
              DescribedPredicate.and(
                  com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                      "org.apache.flink.runtime..", "org.apache.flink.streaming.runtime.."),
                  DescribedPredicate.not(
                      com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates
                          .annotatedWith(PublicEvolving.class)),
                  DescribedPredicate.not(
                      com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates
                          .annotatedWith(Public.class))))
          .orShould()
          .callMethodWhere(
              DescribedPredicate.<JavaCall<?>>describe(
                  "the method is internal",
                  call ->
                      call.getTarget()
                          .resolveMember()
                          .map(member -> member.isAnnotatedWith(Internal.class))
                          .orElse(false)));

  @ArchTest
  static final ArchRule noRocksDbClassIsLinked =
      noClasses().should().dependOnClassesThat().resideInAPackage("..rocksdb..");

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> rooms(
      String description, String... allowed) {
    return DescribedPredicate.describe(
        description,
        type -> {
          if (!type.getPackageName().startsWith(BASE)) {
            return false;
          }
          for (String room : allowed) {
            if (type.getPackageName().startsWith(room)) {
              return false;
            }
          }
          return true;
        });
  }
}
