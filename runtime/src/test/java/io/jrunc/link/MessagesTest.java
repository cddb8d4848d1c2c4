package io.jrunc.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.LinkAttribute;
import io.jrunc.linux.abi.LinkInfoAttribute;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.NetlinkType;
import io.jrunc.linux.abi.RouteType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests and replies, byte by byte. */
final class MessagesTest {

  private static ByteBuffer message(int length, NetlinkType type, int flags) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    return bytes.putInt(length).putShort((short) type.value()).putShort((short) flags).putLong(7);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  @Test
  void aRequestIsAHeaderAStructureAndAttributes() {
    byte[] bytes =
        new Request(RouteType.RTM_SETLINK, NetlinkFlag.NLM_F_ACK)
            .link(3, 1, 1)
            .put(LinkAttribute.IFLA_IFNAME, "eth0")
            .bytes(9);
    ByteBuffer expected = ByteBuffer.allocate(44).order(ByteOrder.nativeOrder());
    expected.putInt(44).putShort((short) 19).putShort((short) 5).putInt(9).putInt(0);
    expected.putInt(0).putInt(3).putInt(1).putInt(1);
    expected.putShort((short) 9).putShort((short) 3).put("eth0\0".getBytes(UTF_8));
    assertThat(bytes).isEqualTo(expected.array());
  }

  @Test
  void attributesHoldAttributesAndARequestGrows() {
    Request request = new Request(RouteType.RTM_NEWLINK).link(0, 0, 0);
    int info = request.begin(LinkAttribute.IFLA_LINKINFO);
    request.put(LinkInfoAttribute.IFLA_INFO_KIND, "x".repeat(1000)).end(info);
    request.put(LinkAttribute.IFLA_MTU, 1400);
    Reply reply = Reply.split(request.bytes(1)).get(0);
    assertThat(reply.is(RouteType.RTM_NEWLINK)).isTrue();
    Attributes attributes = reply.attributes(16);
    assertThat(attributes.integer(LinkAttribute.IFLA_MTU)).hasValue(1400);
    assertThat(
            attributes.nested(LinkAttribute.IFLA_LINKINFO).string(LinkInfoAttribute.IFLA_INFO_KIND))
        .contains("x".repeat(1000));
    assertThat(attributes.string(LinkAttribute.IFLA_IFNAME)).isEmpty();
  }

  @Test
  void severalMessagesComeAtOnce() {
    ByteBuffer both = ByteBuffer.allocate(44).order(ByteOrder.nativeOrder());
    both.put(bytes(message(20, NetlinkType.NLMSG_NOOP, 0)));
    both.putInt(20, 0); // the padding of one that isn't there
    both.position(20);
    both.put(bytes(message(20, NetlinkType.NLMSG_DONE, 0x10)));
    List<Reply> replies = Reply.split(Arrays.copyOf(bytes(both), 40));
    assertThat(replies).hasSize(2);
    assertThat(replies.get(1).is(NetlinkType.NLMSG_DONE)).isTrue();
    assertThat(replies.get(1).has(NetlinkFlag.NLM_F_DUMP_INTR)).isTrue();
    assertThat(replies.get(1).sequence()).isEqualTo(7);
    assertThat(replies.get(1).error()).isZero();
  }

  @Test
  void anErrorHasTheKernelsWordsBehindTheRequestsHeader() {
    ByteBuffer capped = message(48, NetlinkType.NLMSG_ERROR, 0x300);
    capped.putInt(-17).putInt(60).position(36);
    capped.putShort((short) 9).putShort((short) 1).put("why?\0".getBytes(UTF_8));
    Reply reply = Reply.split(bytes(capped)).get(0);
    assertThat(reply.error()).isEqualTo(17);
    assertThat(reply.words()).isEqualTo("why?");
  }

  @Test
  void orBehindTheWholeRequest() {
    ByteBuffer whole = message(52, NetlinkType.NLMSG_ERROR, 0x200);
    whole.putInt(-17).putInt(18).position(40); // 18 bytes, at a multiple of 4
    whole.putShort((short) 9).putShort((short) 1).put("why?\0".getBytes(UTF_8));
    assertThat(Reply.split(bytes(whole)).get(0).words()).isEqualTo("why?");
  }

  @Test
  void orNone() {
    ByteBuffer bare = message(36, NetlinkType.NLMSG_ERROR, 0x100);
    bare.putInt(-1);
    assertThat(Reply.split(bytes(bare)).get(0).words()).isEmpty();
  }

  @Test
  void whatIsCutOffIsRefused() {
    byte[] whole =
        new Request(RouteType.RTM_NEWLINK)
            .link(0, 0, 0)
            .put(LinkAttribute.IFLA_IFNAME, "eth0")
            .bytes(1);
    byte[] cut = Arrays.copyOf(whole, 40);
    assertThatThrownBy(() -> Reply.split(cut))
        .isInstanceOf(OperationException.class)
        .hasMessage("read netlink message: it is cut off");
    ByteBuffer.wrap(cut).order(ByteOrder.nativeOrder()).putInt(0, 40);
    assertThatThrownBy(() -> Reply.split(cut).get(0).attributes(16))
        .hasMessage("read netlink message: an attribute is cut off");
    assertThatThrownBy(() -> Reply.split(cut).get(0).intAt(24))
        .hasMessage("read netlink message: it is cut off");
  }
}
