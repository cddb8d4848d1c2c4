package io.jrunc.link;

import io.jrunc.network.IpAddress;

/**
 * An address of a network device.
 *
 * @param link the device's index
 * @param address its own, not that of the other end of a point-to-point link
 * @param prefix how many bits all addresses of the subnet share
 * @param global whether it is valid beyond this link and this machine
 * @param permanent whether it has no lease that ends, as one by DHCP or of the neighbourhood's
 *     router has
 */
public record LinkAddress(
    int link, IpAddress address, int prefix, boolean global, boolean permanent) {}
