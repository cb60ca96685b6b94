// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The examples of docs/patterns. */
class PatternSnippetsTest {

  // docs: begin login
  /** A login that was tried. */
  public record Login(String user, String address, boolean ok) {}

  // docs: end login

  // docs: begin step
  /** What a user did: a login, a view. */
  public record Step(String user, String type) {}

  // docs: end step

  // docs: begin charge
  /** A charge of a card. */
  public record Charge(String card, double amount) {}

  // docs: end charge

  // docs: begin beat
  /** A sign of life. */
  public record Beat(String device) {}

  // docs: end beat

  // docs: begin order
  /** An order and its state. */
  public record Order(String id, String state) {}

  // docs: end order

  // docs: begin sighting
  /** Where a user was seen. */
  public record Sighting(String user, double north, double east) {}

  // docs: end sighting

  @Test
  void bruteForce() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Login> logins = env.fromData(new Login("ann", "here", true));
    // docs: begin brute-force
    var bruteForce =
        BruteForce.on(Login.class)
            .keyedBy(Login::user, String.class)
            .failure(login -> !login.ok())
            .success(Login::ok)
            .times(5)
            .within(Duration.ofMinutes(5))
            .build();
    SingleOutputStreamOperator<PatternMatch<String, Login>> matches =
        bruteForce.applyTo(logins, "brute-force");
    DataStream<PatternTimeout<String, Login>> nearMisses =
        matches.getSideOutput(bruteForce.timedOut());
    DataStream<Login> late = matches.getSideOutput(bruteForce.late());
    // docs: end brute-force
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("brute-force", "brute-force-null-keys");
    assertThat(nearMisses.getType().getTypeClass()).isEqualTo(PatternTimeout.class);
    assertThat(late.getType()).isEqualTo(logins.getType());
    assertThat(bruteForce.contract().within()).isPositive();
  }

  @Test
  void failsThenSuccess() {
    // docs: begin fails-then-success
    var takeover =
        FailsThenSuccess.on(Login.class)
            .keyedBy(Login::user, String.class)
            .failure(login -> !login.ok())
            .success(Login::ok)
            .times(3)
            .within(Duration.ofMinutes(1))
            .build();
    // docs: end fails-then-success
    assertThat(takeover.contract().within()).isPositive();
  }

  @Test
  void cardTesting() {
    // docs: begin card-testing
    var cardTesting =
        CardTesting.on(Charge.class)
            .keyedBy(Charge::card, String.class)
            .amount(Charge::amount)
            .smallUpTo(5)
            .largeFrom(200)
            .times(2)
            .within(Duration.ofHours(1))
            .build();
    // docs: end card-testing
    assertThat(cardTesting.contract().within()).isPositive();
  }

  @Test
  void credentialStuffing() {
    // docs: begin credential-stuffing
    var stuffing =
        CredentialStuffing.on(Login.class)
            .keyedBy(Login::address, String.class)
            .failure(login -> !login.ok())
            .user(Login::user)
            .times(20)
            .within(Duration.ofMinutes(10))
            .build();
    // docs: end credential-stuffing
    assertThat(stuffing.contract().within()).isPositive();
  }

  @Test
  void missingHeartbeat() {
    // docs: begin missing-heartbeat
    var silent =
        MissingHeartbeat.on(Beat.class)
            .keyedBy(Beat::device, String.class)
            .within(Duration.ofMinutes(5))
            .build();
    // docs: end missing-heartbeat
    assertThat(silent.contract().within()).isPositive();
  }

  @Test
  void slaTimeout() {
    // docs: begin sla-timeout
    var overdue =
        SlaTimeout.on(Order.class)
            .keyedBy(Order::id, String.class)
            .started(order -> order.state().equals("ORDERED"))
            .finished(order -> order.state().equals("SHIPPED"))
            .within(Duration.ofHours(24))
            .build();
    // docs: end sla-timeout
    assertThat(overdue.contract().within()).isPositive();
  }

  @Test
  void stuckState() {
    // docs: begin stuck-state
    var stuck =
        StuckState.on(Order.class)
            .keyedBy(Order::id, String.class)
            .state(Order::state)
            .mayStay(order -> order.state().equals("SHIPPED"))
            .within(Duration.ofHours(1))
            .build();
    // docs: end stuck-state
    assertThat(stuck.contract().within()).isPositive();
  }

  @Test
  void flapping() {
    // docs: begin flapping
    var flapping =
        Flapping.on(Order.class)
            .keyedBy(Order::id, String.class)
            .state(Order::state)
            .times(4)
            .within(Duration.ofMinutes(10))
            .build();
    // docs: end flapping
    assertThat(flapping.contract().within()).isPositive();
  }

  @Test
  void trend() {
    // docs: begin trend
    var rising =
        Trend.on(Charge.class)
            .keyedBy(Charge::card, String.class)
            .rising(Charge::amount)
            .times(5)
            .within(Duration.ofHours(1))
            .build();
    // docs: end trend
    assertThat(rising.contract().within()).isPositive();
  }

  @Test
  void dormantThenActive() {
    // docs: begin dormant-then-active
    var withoutLogin =
        DormantThenActive.on(Step.class)
            .keyedBy(Step::user, String.class)
            .since(step -> step.type().equals("login"))
            .activity(step -> step.type().equals("view"))
            .dormantFor(Duration.ofHours(24))
            .within(Duration.ofDays(30))
            .build();
    // docs: end dormant-then-active
    assertThat(withoutLogin.contract().within()).isPositive();
  }

  @Test
  void impossibleTravel() {
    // docs: begin impossible-travel
    var travel =
        ImpossibleTravel.on(Sighting.class)
            .keyedBy(Sighting::user, String.class)
            .latitude(Sighting::north)
            .longitude(Sighting::east)
            .fasterThan(900)
            .fromDistance(100)
            .within(Duration.ofHours(24))
            .build();
    // docs: end impossible-travel
    assertThat(travel.contract().within()).isPositive();
  }
}
