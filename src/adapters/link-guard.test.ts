import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./link-guard.ts";

describe("isPublicAddress", () => {
  it.each(["8.8.8.8", "1.1.1.1", "210.69.55.10", "2606:4700:4700::1111", "2001:b000:168::1"])(
    "lets %s through",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ["loopback", ["127.0.0.1", "127.255.255.254", "::1"]],
    ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"]],
    ["link-local, with the clouds' metadata", ["169.254.169.254", "fe80::1", "fd00:ec2::254"]],
    ["a cloud's own service", ["168.63.129.16"]],
    ["shared (CGNAT)", ["100.64.0.1", "100.127.255.255"]],
    ["multicast and broadcast", ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"]],
    ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
    ["IPv4 in IPv6", ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "::127.0.0.1"]],
    ["6to4, Teredo, NAT64", ["2002:7f00:1::", "2001::1", "64:ff9b::7f00:1", "64:ff9b:1::1"]],
    ["reserved or for documents", ["192.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "2001:db8::1"]],
    ["outside of what is assigned", ["4000::1", "5f00::1", "fec0::1", "100::1"]],
    ["no address", ["", "localhost", "127.0.0.1.", "1.2.3", "::ffff:1.2.3.999", "fe80::1%eth0"]],
  ])("refuses %s", (_, addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});
