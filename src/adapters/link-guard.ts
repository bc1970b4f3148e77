import { lookup as systemLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { TLSSocket } from "node:tls";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector } from "undici";
import { chainFault } from "./quality/tls-chain.ts";

/** Finds the addresses of a host name; rejects with the resolver's error. */
export type Lookup = (hostname: string) => Promise<{ address: string; family: number }[]>;

/** A host none of whose addresses the public can reach. */
export class ForbiddenAddressError extends Error {}

/** IPv6 that is in use for the public; what lies outside is local, transitional or not assigned. */
const PUBLIC_IPV6 = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];

/** Public in form, but a cloud's own service on its machines (Azure, where GitHub's runners stand). */
const CLOUD_SERVICES = new Set(["168.63.129.16"]);

/**
 * Whether an address is one that anybody on the internet may reach: not loopback, private, link-local, shared (CGNAT),
 * multicast, unspecified or reserved, nor an IPv6 address that stands for an IPv4 one (mapped, 6to4, NAT64, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!isIP(address) || CLOUD_SERVICES.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(PUBLIC_IPV6);
}

export interface GuardOptions {
  lookup?: Lookup;
  /** Says which addresses may be connected to; the public ones where it is left out. */
  allows?: (address: string) => boolean;
  connectTimeoutMs: number;
  /** Connections to one origin at once. */
  connections: number;
  /** A certificate whose issuer the server does not send is taken where everything else of it is right: tls-chain.ts. */
  incompleteChain?: boolean;
}

/**
 * Makes the dispatcher through which addresses that strangers wrote are visited. A host's addresses are judged when
 * the connection is made, and the connection goes to what was judged: a name that answers differently a moment later
 * gains nothing. It follows no redirect and no proxy of the environment.
 */
export function guardedAgent(options: GuardOptions): Agent {
  const { allows = isPublicAddress, connections, connectTimeoutMs, incompleteChain = false } = options;
  const lookup = options.lookup ?? ((hostname) => systemLookup(hostname, { all: true }));
  const judge = async (hostname: string) => {
    const literal = hostname.replace(/^\[|\]$/g, "");
    const family = isIP(literal);
    const found = family ? [{ address: literal, family }] : await lookup(hostname);
    const allowed = found.filter(({ address }) => allows(address));
    if (allowed.length === 0) throw new ForbiddenAddressError(hostname);
    return allowed;
  };
  const connect: buildConnector.connector = (target, callback) => {
    judge(target.hostname).then(
      (addresses) => {
        const connector = buildConnector({
          timeout: connectTimeoutMs,
          allowH2: false,
          rejectUnauthorized: !incompleteChain,
          // Never asked for a literal address, which was judged above as it stands.
          lookup: (_, wanted, answer) => {
            if (wanted.all) answer(null, addresses);
            else answer(null, addresses[0]!.address, addresses[0]!.family);
          },
        });
        connector(target, (failure, socket) => {
          if (failure) return callback(failure, null);
          const fault =
            incompleteChain && socket instanceof TLSSocket ? chainFault(socket, target.hostname) : undefined;
          if (!fault) return callback(null, socket);
          socket.destroy();
          callback(fault, null);
        });
      },
      (cause: Error) => callback(cause, null),
    );
  };
  return new Agent({ connect, connections, pipelining: 1, allowH2: false });
}
