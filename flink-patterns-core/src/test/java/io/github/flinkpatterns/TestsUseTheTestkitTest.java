// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Flink's harnesses are internal and move between releases; only the testkit's adapter knows them.
 */
@AnalyzeClasses(
    packages = "io.github.flinkpatterns",
    importOptions = ImportOption.OnlyIncludeTests.class)
class TestsUseTheTestkitTest {

  @ArchTest
  static final ArchRule noTestTouchesAHarnessOfFlink =
      noClasses().should().dependOnClassesThat().haveSimpleNameEndingWith("TestHarness");
}
