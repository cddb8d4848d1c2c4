package io.jrunc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  private static final int TRIALS = 5_000;

  @Test
  void aSubnetIsReadAndWritten() {
    Subnet subnet = subnet("172.22.0.0/16");
    assertThat(subnet.first()).hasToString("172.22.0.0");
    assertThat(subnet.prefix()).isEqualTo(16);
    assertThat(subnet.gateway()).hasToString("172.22.0.1");
    assertThat(subnet.last()).hasToString("172.22.255.255");
    assertThat(subnet).hasToString("172.22.0.0/16").isEqualTo(subnet("172.22.0.0/16"));
    assertThat(subnet).hasSameHashCodeAs(subnet("172.22.0.0/16"));
    assertThat(subnet).isNotEqualTo(subnet("172.22.0.0/17")).isNotEqualTo(subnet("10.0.0.0/16"));
    assertThat(subnet("0.0.0.0/0").last()).hasToString("255.255.255.255");
    assertThat(subnet("fd00:1::/64").last()).hasToString("fd00:1::ffff:ffff:ffff:ffff");
    assertThat(subnet("10.1.2.3/32").last()).hasToString("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "172.22.0.0",
        "172.22.0.0/",
        "172.22.0.0/33",
        "172.22.0.0/-1",
        "172.22.0.0/1x",
        "172.22.0.0/255.255.0.0",
        "172.22.0.1/16",
        "fd00::/129",
        "fd00::1/64",
        "/16",
        "x/16",
      })
  void whatIsNoSubnetIsNone(String text) {
    assertThat(Subnet.parse(text)).isEmpty();
  }

  @Test
  void bitsAfterThePrefixMakeNoSubnet() {
    IpAddress address = IpAddress.parse("172.22.0.1").orElseThrow();
    assertThatThrownBy(() -> new Subnet(address, 16)).hasMessage("172.22.0.1/16 is no subnet");
    assertThatThrownBy(() -> new Subnet(address, 33)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Subnet.around(address, 16)).isEqualTo(subnet("172.22.0.0/16"));
  }

  @Test
  void aSubnetHasTheAddressesThatANumberSays() {
    Random random = new Random(6);
    for (int i = 0; i < TRIALS; i++) {
      int length = i % 2 == 0 ? 4 : 16;
      IpAddress inside = address(random, length);
      int prefix = random.nextInt(length * 8 + 1);
      Subnet subnet = Subnet.around(inside, prefix);
      BigInteger size = BigInteger.ONE.shiftLeft(length * 8 - prefix);
      BigInteger first = number(subnet.first());
      assertThat(first.mod(size)).isZero();
      assertThat(number(subnet.last())).isEqualTo(first.add(size).subtract(BigInteger.ONE));
      assertThat(subnet.contains(inside)).isTrue();
      assertThat(Subnet.parse(subnet.toString())).contains(subnet);
      IpAddress other = near(inside, random);
      BigInteger distance = number(other).subtract(first);
      boolean expected = distance.signum() >= 0 && distance.compareTo(size) < 0;
      assertThat(subnet.contains(other)).as(subnet + " and " + other).isEqualTo(expected);
    }
  }

  @Test
  void subnetsOverlapIfOneHasTheOther() {
    assertThat(subnet("10.0.0.0/8").overlaps(subnet("10.1.0.0/16"))).isTrue();
    assertThat(subnet("10.1.0.0/16").overlaps(subnet("10.0.0.0/8"))).isTrue();
    assertThat(subnet("10.1.0.0/16").overlaps(subnet("10.2.0.0/16"))).isFalse();
    assertThat(subnet("0.0.0.0/0").overlaps(subnet("::/0"))).isFalse();
    assertThat(subnet("10.0.0.0/8").contains(IpAddress.parse("fd00::1").orElseThrow())).isFalse();
  }

  private static IpAddress address(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return IpAddress.of(bytes);
  }

  private static IpAddress near(IpAddress address, Random random) {
    byte[] bytes = address.bytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return IpAddress.of(bytes);
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.bytes());
  }

  private static Subnet subnet(String text) {
    return Subnet.parse(text).orElseThrow();
  }
}
