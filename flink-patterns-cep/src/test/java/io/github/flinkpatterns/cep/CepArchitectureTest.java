// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.github.flinkpatterns.cep.bridge.SequencePlan;
import io.github.flinkpatterns.cep.bridge.Timed;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;

/** Holds the module's picture: rooms of patterns on one common part, and public Flink API alone. */
@AnalyzeClasses(
    packages = "io.github.flinkpatterns.cep",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      CepArchitectureTest.WithoutTestClasses.class
    })
class CepArchitectureTest {

  private static final String BASE = "io.github.flinkpatterns.cep";

  /** Public for the other rooms of this module alone. */
  private static final Set<String> SHARED =
      Stream.of(
              OrderedPattern.class,
              PatternInput.class,
              PatternOutputs.class,
              PatternProgress.class,
              PatternSetup.class,
              SequencePlan.class,
              Timed.class)
          .map(Class::getName)
          .collect(Collectors.toSet());

  /** Where the test classes lie on every class path. */
  static final class WithoutTestClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("test-classes");
    }
  }

  @ArchTest
  static final ArchRule theCommonPartKnowsNoPattern =
      noClasses()
          .that()
          .resideInAPackage(BASE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".(*)..");

  @ArchTest
  static final ArchRule noRoomKnowsAnotherButTheBridge =
      slices()
          .matching(BASE + ".(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                  BASE + ".bridge.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyFoundationsOfTheCoreAreUsed =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "a capability of the core or its fast host",
                  type ->
                      type.getPackageName().startsWith("io.github.flinkpatterns.")
                          && !type.getPackageName()
                              .matches(
                                  "io\\.github\\.flinkpatterns\\.(cep(\\..*)?|host|logic|state)")));

  @ArchTest
  static final ArchRule onlyPublicFlinkApiIsUsed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAnnotatedWith(Internal.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink.runtime..",
              "org.apache.flink.streaming.runtime..",
              "org.apache.flink.cep.nfa.sharedbuffer..",
              "org.apache.flink.cep.nfa.compiler..",
              "org.apache.flink.cep.operator..")
          .orShould()
          .callMethodWhere(
              DescribedPredicate.<JavaCall<?>>describe(
                  "the method is internal",
                  // What the public TypeInformation.createSerializer asks for has no other source.
                  call ->
                      !call.getTarget().getName().equals("getSerializerConfig")
                          && call.getTarget()
                              .resolveMember()
                              .map(member -> member.isAnnotatedWith(Internal.class))
                              .orElse(false)));

  @ArchTest
  static final ArchRule noPublicMethodShowsWhatTheRoomsShare =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              DescribedPredicate.describe(
                  "users see",
                  type ->
                      type.getModifiers().contains(JavaModifier.PUBLIC)
                          && !SHARED.contains(type.getName())))
          .should(
              ArchCondition.from(
                  DescribedPredicate.<JavaMethod>describe(
                      "show a type that the rooms share",
                      method ->
                          method.getAllInvolvedRawTypes().stream()
                              .anyMatch(type -> SHARED.contains(type.getName())))));

  @ArchTest
  static final ArchRule noRocksDbClassIsLinked =
      noClasses().should().dependOnClassesThat().resideInAPackage("..rocksdb..");
}
