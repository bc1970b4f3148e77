import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import type { DatasetFile } from "../../catalogue/catalogue.ts";
import { ArtifactError, downloadLinks, readLinks, unpackLinks } from "./artifact.ts";
import { connect } from "./client.ts";
import { type Call, type Reply, startServer } from "./server.test-helper.ts";

const ID = "A41000000G-000001-001";
const URL_OF = "https://www.ndc.gov.tw/1.csv";
const dataset = {
  identifier: "A41000000G-000001",
  title: "x",
  distribution: [
    { resourceID: ID, downloadURL: URL_OF },
    { resourceID: "A41000000G-000001-002", downloadURL: "https://a/", accessURL: "https://b/" },
  ],
} as DatasetFile;
const result = { resourceID: ID, url: URL_OF, verdict: "alive", detail: "200" };
const bytes = (value: unknown) => strToU8(typeof value === "string" ? value : JSON.stringify(value));

test("keeps results of the submission's own addresses, each once, without anything else", () => {
  const second = { resourceID: "A41000000G-000001-002", verdict: "dead", detail: "404" };
  const value = [
    { ...result, status: 200, html: "<script>" },
    result,
    { ...second, url: "https://a/" },
    { ...second, url: "https://b/" },
    { ...second, url: URL_OF },
  ];
  expect(readLinks(bytes(value), [dataset])).toEqual([
    result,
    { ...second, url: "https://a/" },
    { ...second, url: "https://b/" },
  ]);
});

test.each([
  [null],
  ["alive"],
  [[result]],
  [{ ...result, url: "https://evil.example/" }],
  [{ ...result, url: { toString: URL_OF } }],
  [{ ...result, resourceID: 1 }],
  [{ ...result, resourceID: "__proto__" }],
  [{ ...result, verdict: "approved" }],
  [{ ...result, detail: undefined }],
])("drops a forged result: %j", (forged) => {
  expect(readLinks(bytes([forged]), [dataset])).toEqual([]);
});

test("texts are one bounded line", () => {
  const detail = `::error::x\n@everyone ${"長".repeat(500)}`;
  const [link] = readLinks(bytes([{ ...result, detail }]), [dataset]);
  expect(link!.detail).toHaveLength(202);
  expect(link!.detail).toMatch(/^: :error: :x @everyone 長+$/);
});

test("keeps a few lines on the content, each of them plain and bounded", () => {
  const findings = ["內容：CSV", 1, null, { a: 1 }, "::error::x\ny", "", ...Array(9).fill("長".repeat(500))];
  const [link] = readLinks(bytes([{ ...result, findings }]), [dataset]);
  expect(link!.findings).toEqual(["內容：CSV", ": :error: :x y"]);
  const [long] = readLinks(bytes([{ ...result, findings: findings.slice(4) }]), [dataset]);
  expect(long!.findings).toEqual([": :error: :x y", ...Array(4).fill("長".repeat(200))]);
});

test.each([["text"], [{ length: 3, 0: "x" }], [[]], [[1, {}]]])(
  "drops findings that are none: %j",
  (findings) => {
    expect(readLinks(bytes([{ ...result, findings }]), [dataset])).toEqual([result]);
  },
);

test("a broken submission has no addresses", () => {
  const broken = [{ distribution: "x" }, {}, { distribution: [] }] as unknown as DatasetFile[];
  expect(readLinks(bytes([result]), broken)).toEqual([]);
});

test.each([
  ["no JSON", "[", "連結檢查的產出不是 JSON"],
  ["nested without end", "[".repeat(200_000), "連結檢查的產出不是 JSON"],
  ["no list", { links: [] }, "連結檢查的產出不是清單"],
])("refuses what is %s", (_, value, message) => {
  expect(() => readLinks(bytes(value), [dataset])).toThrow(new ArtifactError(message));
});

test("refuses what is no UTF-8", () => {
  expect(() => readLinks(new Uint8Array([0x5b, 0xff, 0x5d]), [dataset])).toThrow("不是 JSON");
});

test("a long list is read to its bound", () => {
  const filler = Array.from({ length: 1000 }, () => ({}));
  expect(readLinks(bytes([...filler, result]), [dataset])).toEqual([]);
});

test("unpacks the one expected file", () => {
  const zip = zipSync({
    "links.json": bytes([result]),
    "../../evil": bytes("x"),
    "package.json": bytes("{}"),
  });
  expect(readLinks(unpackLinks(zip), [dataset])).toEqual([result]);
});

test.each([
  ["no zip", strToU8("<html>"), "連結檢查的產出不是可讀的 zip"],
  ["another file", zipSync({ "link.json": bytes("[]") }), "連結檢查的產出沒有 links.json"],
  ["too large", new Uint8Array((512 << 10) + 1), "連結檢查的產出超過上限 524288 位元組"],
  [
    "a bomb",
    zipSync({ "links.json": new Uint8Array(40 << 20) }, { level: 9 }),
    "連結檢查的產出沒有 links.json，或它超過上限 2097152 位元組",
  ],
])("refuses a zip that is %s", (_, zip, message) => {
  expect(() => unpackLinks(zip)).toThrow(message);
});

test("a zip that lies about its sizes is refused without unpacking more than it says", () => {
  const zip = zipSync({ "links.json": new Uint8Array(8 << 20) }, { level: 9 });
  const view = new DataView(zip.buffer);
  // Uncompressed size, in the file's own header and in the directory at the end.
  const directory = zip.length - 22 - 46 - "links.json".length;
  view.setUint32(22, 100, true);
  view.setUint32(directory + 24, 100, true);
  const unpack = () => unpackLinks(zip);
  let size = 0;
  try {
    size = unpack().length;
  } catch (cause) {
    expect(cause).toBeInstanceOf(ArtifactError);
  }
  expect(size).toBeLessThanOrEqual(100);
});

const REPO = "/repos/gov/catalogue";

async function server(answer: (call: Call) => Reply | undefined) {
  const started = await startServer(answer);
  return { github: await connect(started.environment, { writePauseMs: 0 }), calls: started.calls };
}

const artifact = { id: 5, name: "links", size_in_bytes: 100, expired: false };

test("downloads the artifact of a run", async () => {
  const zip = zipSync({ "links.json": bytes([result]) });
  const { github } = await server(({ path }) => {
    if (path === `${REPO}/actions/runs/9/artifacts?name=links`) return { json: { artifacts: [artifact] } };
    if (path === `${REPO}/actions/artifacts/5/zip`) return { status: 302, headers: { location: "/blob" } };
    return path === "/blob" ? { bytes: zip } : undefined;
  });
  expect(readLinks((await downloadLinks(github, 9))!, [dataset])).toEqual([result]);
});

test.each([
  ["none", []],
  ["an expired one", [{ ...artifact, expired: true }]],
  ["one of another name", [{ ...artifact, name: "other" }]],
])("a run with %s has no results", async (_, artifacts) => {
  const { github } = await server(({ path }) =>
    path.includes("/artifacts") ? { json: { artifacts } } : undefined,
  );
  await expect(downloadLinks(github, 9)).resolves.toBeUndefined();
});

test("one that is too large is not even downloaded", async () => {
  const large = { ...artifact, size_in_bytes: 600_000 };
  const { github, calls } = await server(({ path }) =>
    path.includes("/artifacts") ? { json: { artifacts: [large] } } : undefined,
  );
  await expect(downloadLinks(github, 9)).rejects.toThrow(
    new ArtifactError("連結檢查的產出有 600000 位元組，超過上限 524288"),
  );
  expect(calls).toHaveLength(2);
});
