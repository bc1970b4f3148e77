import "./reflect.ts";
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A certificate and its key, both PEM. */
interface Identity {
  name: string;
  keys: CryptoKeyPair;
  pem: string;
}

export interface Chain {
  /** What the server sends, its own certificate first. */
  cert: string;
  key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 86_400_000;
let serial = 16;

const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function issue(
  name: string,
  issuer: Identity | undefined,
  extensions: Extension[],
  days: [number, number] = [-1, 30],
): Promise<Identity> {
  const keys = await newKeys();
  const now = Date.now();
  const common = {
    serialNumber: (serial++).toString(16),
    notBefore: new Date(now + days[0] * DAY),
    notAfter: new Date(now + days[1] * DAY),
    signingAlgorithm: ALGORITHM,
    extensions,
  };
  const certificate = await (issuer
    ? X509CertificateGenerator.create({
        ...common,
        subject: `CN=${name}`,
        issuer: `CN=${issuer.name}`,
        publicKey: keys.publicKey,
        signingKey: issuer.keys.privateKey,
      })
    : X509CertificateGenerator.createSelfSigned({ ...common, name: `CN=${name}`, keys }));
  return { name, keys, pem: certificate.toString("pem") };
}

async function keyOf({ keys }: Identity): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${bytes.toString("base64")}\n-----END PRIVATE KEY-----\n`;
}

const authority = () => new BasicConstraintsExtension(true, undefined, true);
const hosts = (...names: string[]) =>
  new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })));
const issuerAt = (url: string) => new AuthorityInfoAccessExtension({ caIssuers: [url] });

/** Chains by the way in which they are right or wrong; `root` is to be trusted. */
export async function makeChains(): Promise<{ root: string; chains: Record<string, Chain> }> {
  const root = await issue("Test root", undefined, [authority()]);
  const between = await issue("Test intermediate", root, [authority()]);
  const otherRoot = await issue("Unknown root", undefined, [authority()]);
  const where = issuerAt("http://ca.example/intermediate.cer");
  const any = hosts("*.stage.example");
  const leaf = await issue("leaf", between, [any, where]);
  const bare = await issue("leaf", between, [any]);
  const late = await issue("leaf", between, [any, where], [-60, -1]);
  const early = await issue("leaf", between, [any, where], [1, 30]);
  const elsewhere = await issue("leaf", between, [hosts("www.elsewhere.example"), where]);
  const own = await issue("leaf", undefined, [any, where]);
  const strange = await issue("leaf", otherRoot, [any, where]);
  const chain = async (sent: Identity, ...rest: Identity[]): Promise<Chain> => ({
    cert: [sent, ...rest].map(({ pem }) => pem).join("\n"),
    key: await keyOf(sent),
  });
  return {
    root: root.pem,
    chains: {
      full: await chain(leaf, between),
      "without intermediate": await chain(leaf),
      "without intermediate, nor where it is": await chain(bare),
      "without intermediate, expired": await chain(late),
      "without intermediate, not yet valid": await chain(early),
      "without intermediate, for another host": await chain(elsewhere),
      expired: await chain(late, between),
      "not yet valid": await chain(early, between),
      "for another host": await chain(elsewhere, between),
      "self-signed": await chain(own),
      "of an unknown root that is sent": await chain(strange, otherRoot),
    },
  };
}
